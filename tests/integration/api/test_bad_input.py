"""Every operation with input that it cannot use: 4xx, as the contract says, nothing stored, nothing echoed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.adapters.aws.clients import client
from certkeeper.entrypoints.http.body import MAX_BODY_BYTES
from tests.contract import operations

if TYPE_CHECKING:
    from tests.integration.api.conftest import Api

CANARY = "CANARY7"
IDS = {"scope": "shop", "order_id": CANARY, "certificate_id": CANARY, "token": CANARY}
FIELDS = ("names", "kind", "domain", "format", "challenge")
TEXTS = {
    "malformed JSON": f'{{"names": ["{CANARY}',
    "deep nesting": "[" * 30_000,
    "an unknown field": json.dumps({CANARY: CANARY}),
    "wrong types": json.dumps({field: {CANARY: [CANARY]} for field in FIELDS}),
    "controls": json.dumps({"names": [f"{CANARY}\0\x1b"], "domain": f"{CANARY}\0", "format": "\0", "challenge": "\0"}),
    "lone surrogates": json.dumps({"names": ["\ud800"], "domain": "\udfff", "format": "\ud800", "challenge": "\ud800"}),
    "too much": json.dumps({"names": [CANARY * MAX_BODY_BYTES]}),
    "a huge number": f'{{"names": {"9" * 10_000}}}',
}
SIGNED = sorted(set(operations()) - {"serve_challenge"})
"""API Gateway answers the other one by itself (tests/e2e/orders/test_responder.py)."""

MODELLED = sorted(name for name in SIGNED if "requestBody" in operations()[name].node)


def path(operation: str, scope: str = "shop") -> dict[str, Any]:
    """Good path parameters that lead to nothing."""
    values = {**IDS, "scope": scope, "order_id": "0" * 8 + "-0000-7000-8000-" + "0" * 12}
    values |= {"certificate_id": values["order_id"], "version": "1"}
    return {name: values[name] for name in operations()[operation].parameter_names("path")}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_no_operation_stores_or_echoes_a_bad_body(api: Api, text: str) -> None:
    """Those that take none refuse it as well."""
    for operation in SIGNED:
        answer = api.call(operation, text=text, **path(operation))
        assert answer.status in {400, 413}, (operation, answer)
        assert CANARY not in answer.text
    assert api.rows() == []
    assert api.executions() == []


@pytest.mark.parametrize("operation", SIGNED)
def test_no_operation_passes_over_an_unknown_query_parameter(api: Api, operation: str) -> None:
    """A misspelt filter that is passed over would list everything."""
    answer = api.call(operation, query={CANARY: [CANARY]}, **path(operation))
    assert (answer.status, answer.problem) == (400, "invalid-parameter")
    assert CANARY not in answer.text


@pytest.mark.parametrize("operation", MODELLED)
def test_no_operation_takes_another_kind_of_body(api: Api, operation: str) -> None:
    """415 before anything is read."""
    answer = api.call(operation, text=CANARY, headers={"Content-Type": "text/plain"}, **path(operation))
    assert (answer.status, answer.problem) == (415, "unsupported-media-type")


@pytest.mark.parametrize("operation", SIGNED)
def test_no_operation_serves_nobody_in_particular(api: Api, operation: str) -> None:
    """403, should API Gateway ever let such a request through."""
    assert api.call(operation, caller=None, **path(operation)).status == 403


@pytest.mark.parametrize("operation", sorted(name for name in SIGNED if path(name)))
def test_no_operation_needs_its_path_to_refuse(api: Api, operation: str) -> None:
    """A path without its parameters, or with anything in them, is not found or refused."""
    body = {"kind": "zone", "domain": "shop.example", "names": ["a.example"], "format": "pem"}
    hostile: list[dict[str, Any]] = [
        {},
        dict.fromkeys(path(operation), CANARY + "\0"),
        dict.fromkeys(path(operation), "\ud800"),
    ]
    for values in hostile:
        answer = api.call(operation, body=body, **values)
        assert 400 <= answer.status < 500
        assert CANARY not in answer.text


def test_trouble_at_aws_is_no_fault_of_the_caller(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is gone is Certkeeper's fault: 500, without a word of it."""
    client("dynamodb").delete_table(TableName="certkeeper")
    answer = api.call("list_orders", scope="shop")
    assert (answer.status, answer.problem) == (500, "internal")
    assert "certkeeper" not in answer.text.replace("urn:certkeeper", "")
    monkeypatch.delenv("VERIFY_INTERVAL_SECONDS")
    assert api.call("get_order", **path("get_order")).status == 500
