"""The OpenAPI document: where operations are, and what they may answer with, follows from what is declared."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import pytest

from certkeeper.entrypoints.contract.operations import operations
from certkeeper.entrypoints.contract.problems import CONFLICT, SIGNED_REFUSALS
from infra.bootstrap.environments import ROOT
from infra.rooms import Function, GatewayRoute, read_functions, read_gateway_routes
from tools.generate import openapi
from tools.generate.documents import rewritten


@cache
def document() -> dict[str, Any]:
    """The document as it is made now."""
    return openapi.document()


def operations_of(item: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of one path."""
    return [each for method, each in item.items() if method.upper() in openapi.METHODS]


@pytest.mark.parametrize("name", sorted(operations()))
def test_an_operation_stands_at_its_route(name: str) -> None:
    """Its folder says where, or the list of API Gateway's own routes; with the parameters of its path."""
    routes: list[Function | GatewayRoute] = [*read_functions(), *read_gateway_routes()]
    (route,) = (each for each in routes if each.contract and each.contract.name == name)
    item = document()["paths"][route.path]
    assert item[route.method.lower()]["operationId"] == name
    assert len(item.get("parameters", ())) == route.path.count("{")


def test_version_and_summary_are_the_projects() -> None:
    """Nobody types them again."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert document()["info"]["version"] == project["version"]
    assert document()["info"]["summary"] == project["description"]


def test_a_parameter_that_must_be_there_is_another_than_one_that_may() -> None:
    """If-Match is both, by operation."""
    parameters = document()["components"]["parameters"]
    assert parameters["IfMatchRequired"]["required"] is True
    assert "required" not in parameters["IfMatch"]
    assert parameters["OrderId"]["name"] == "order_id"


def test_who_may_call_an_operation_stands_with_it() -> None:
    """And a public one needs no signature."""
    operations_ = {each["operationId"]: each for item in document()["paths"].values() for each in operations_of(item)}
    assert operations_["export_certificate"]["x-roles"] == ["Exporter", "Administrator"]
    assert operations_["serve_challenge"]["security"] == []
    assert "x-roles" not in operations_["serve_challenge"]


def test_a_body_and_an_answer_have_their_schemas_and_examples() -> None:
    """Under each media type; a refusal of the gateway's may be one of two documents."""
    placed = document()["paths"]["/scopes/{scope}/orders"]["post"]
    media = placed["requestBody"]["content"]["application/json"]
    assert media["schema"] == {"$ref": "#/components/schemas/PlaceOrder"}
    assert media["examples"]
    assert placed["requestBody"]["required"] is True
    assert placed["responses"]["202"]["headers"].keys() == {"Cache-Control", "Location"}
    forbidden = document()["components"]["responses"]["Forbidden"]["content"]["application/problem+json"]
    assert forbidden["schema"]["oneOf"][1] == {"$ref": "#/components/schemas/GatewayProblem"}


def test_every_reference_leads_somewhere() -> None:
    """A generator of clients stops at the first that does not."""
    found: set[str] = set()

    def seen(node: dict[str, Any]) -> dict[str, Any]:
        found.update([node["$ref"]] if "$ref" in node else [])
        return node

    rewritten(document(), seen)
    kinds = {kind: members for kind, members in document()["components"].items() if kind != "securitySchemes"}
    assert found <= {f"#/components/{kind}/{name}" for kind, members in kinds.items() for name in members}
    assert {reference.split("/")[2] for reference in found} == kinds.keys()


def test_an_operation_says_how_it_may_be_refused() -> None:
    """Behind what it answers; the responder in plain text."""
    refused = document()["paths"]["/scopes"]["get"]["responses"]
    assert list(refused) == ["200", "400", "403", "500", "503"]
    assert refused["403"] == {"$ref": "#/components/responses/Forbidden"}
    responder = document()["paths"]["/.well-known/acme-challenge/{token}"]["get"]["responses"]
    assert list(responder) == ["200", "404", "503"]
    assert responder["404"]["content"].keys() == {"text/plain"}


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
    assert {each.status for each in SIGNED_REFUSALS} == {400, 403, 500, 503}
