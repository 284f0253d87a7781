"""The OpenAPI document: where operations are, and what they may answer with, follows from what is declared."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from certkeeper.entrypoints.contract.operations import operations
from certkeeper.entrypoints.contract.problems import ANYWHERE, CONFLICT
from tools.generate import openapi


@cache
def document() -> dict[str, Any]:
    """The document as it is made now."""
    return openapi.document()


@pytest.mark.parametrize("name", sorted(operations()))
def test_an_operation_stands_at_the_route_of_its_folder(name: str) -> None:
    """The folder says where; with the parameters of its path."""
    method, path = openapi.route(name)
    item = document()["paths"][path]
    assert item[method]["operationId"] == name
    assert len(item.get("parameters", ())) == path.count("{")


def test_a_condition_brings_its_refusals() -> None:
    """If-Match may fail, and be missing only where it is required."""
    required = {each.status for each in operations()["update_certificate"].all_refusals()}
    optional = {each.status for each in operations()["delete_certificate"].all_refusals()}
    assert {412, 428} <= required
    assert optional & {412, 428} == {412}


def test_a_body_brings_its_bound() -> None:
    """In bytes, as it is counted: uploads may be longer."""
    responses = document()["components"]["responses"]
    assert "65536" in responses["ContentTooLarge"]["description"]
    assert "2097152" in responses["UploadTooLarge"]["description"]


def test_a_refusal_names_its_kinds() -> None:
    """In words that clients find again in `type`."""
    assert CONFLICT.status == 409
    assert CONFLICT.description.startswith("out-of-order, name-taken, ")
    assert {each.status for each in ANYWHERE} == {400, 403, 500, 503}
