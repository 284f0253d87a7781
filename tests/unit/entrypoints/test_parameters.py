"""Path, query and Idempotency-Key."""

from __future__ import annotations

import json
from typing import Any

import pytest

from certkeeper.entrypoints.http import parameters, path, preconditions
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from tests.fakes.api_gateway import proxy_event

CANARY = "CANARY7"
ORDER_ID = "01989d2c-0000-7000-8000-000000000001"


@operation("list_certificates")
def show(request: Request) -> Response:
    """Gives back what it understood."""
    return json_response(
        200,
        {
            "scope": path.scope_name(request),
            "order_id": path.identifier(request, "order"),
            "limit": parameters.limit(request),
            "cursor": parameters.cursor(request),
            "status": parameters.choice(request, "status", ("active", "expired")),
            "search": parameters.text(request, "search"),
        },
    )


@operation("issue_certificate")
def repeat(request: Request) -> Response:
    """Gives back the Idempotency-Key."""
    return json_response(200, {"key": parameters.idempotency_key(request)})


@operation("cancel_order")
def without_key(request: Request) -> Response:
    """Reads an Idempotency-Key and an If-Match that the contract does not declare."""
    return json_response(200, {"key": parameters.idempotency_key(request), "seen": preconditions.if_match(request)})


@operation("update_certificate")
def conditional(request: Request) -> Response:
    """Gives back the revisions in If-Match, which the contract requires."""
    return json_response(200, {"seen": sorted(preconditions.if_match(request) or ())})


def ask(
    path: dict[str, str] | None = None,
    query: dict[str, list[str]] | None = None,
) -> dict[str, Any]:
    """The answer of `show`."""
    path = {"scope": "shop", "order_id": ORDER_ID} if path is None else path
    return show(proxy_event("GET /scopes/{scope}/orders/{order_id}", path, query=query), None)


def test_what_is_missing_has_its_default() -> None:
    """Fifty on a page, from the beginning, of every status."""
    assert json.loads(ask()["body"]) == {
        "scope": "shop",
        "order_id": ORDER_ID,
        "limit": 50,
        "cursor": None,
        "status": None,
        "search": None,
    }


def test_what_is_given_is_understood() -> None:
    """Each in its place."""
    query = {"limit": ["100"], "cursor": [ORDER_ID], "status": ["active"], "search": ["shop.example"]}
    understood = json.loads(ask(query=query)["body"])
    assert understood["limit"] == 100
    assert understood["cursor"] == ORDER_ID
    assert understood["status"] == "active"
    assert understood["search"] == "shop.example"


BAD_PATHS = {
    "a scope in capitals": {"scope": CANARY, "order_id": ORDER_ID},
    "a scope with a NUL": {"scope": "sh\0op", "order_id": ORDER_ID},
    "a scope that climbs": {"scope": "../shop", "order_id": ORDER_ID},
    "a scope that is too long": {"scope": "a" * 64, "order_id": ORDER_ID},
    "a scope with an escape": {"scope": "sh%6Fp", "order_id": ORDER_ID},
    "no scope": {"order_id": ORDER_ID},
    "no path parameters": {},
    "an id that is none": {"scope": "shop", "order_id": CANARY},
    "an id in capitals": {"scope": "shop", "order_id": ORDER_ID.upper().replace("0", "A")},
    "an id with a line break": {"scope": "shop", "order_id": ORDER_ID + "\n"},
    "a lone surrogate": {"scope": "shop", "order_id": "\ud800"},
}


@pytest.mark.parametrize("path", BAD_PATHS.values(), ids=BAD_PATHS.keys())
def test_what_can_never_have_been_is_not_found(path: dict[str, str]) -> None:
    """It answers as for what is not there: ids say nothing."""
    answer = ask(path)
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["type"]) == (404, "urn:certkeeper:problem:not-found")
    assert CANARY not in str(answer)


@pytest.mark.parametrize("place", ["path", "requestContext"])
def test_an_escaped_path_leads_nowhere(place: str) -> None:
    """A second spelling of a scope could slip past an IAM policy that names it, so it is no spelling at all."""
    event = proxy_event("GET /scopes/{scope}/orders/{order_id}", {"scope": "shop", "order_id": ORDER_ID})
    if place == "path":
        event["path"] = f"/scopes/sh%6Fp/orders/{ORDER_ID}"
    else:
        event["requestContext"]["path"] = f"/v1/scopes/sh%6Fp/orders/{ORDER_ID}"
    assert show(event, None)["statusCode"] == 404


BAD_QUERIES = {
    "an unknown parameter": ({CANARY: ["1"]}, "", "unknown_parameter"),
    "a parameter twice": ({"limit": ["1", "2"]}, "limit", "repeated"),
    "a limit of nothing": ({"limit": ["0"]}, "limit", "out_of_bounds"),
    "a limit that is too large": ({"limit": ["101"]}, "limit", "out_of_bounds"),
    "a negative limit": ({"limit": ["-1"]}, "limit", "out_of_bounds"),
    "a limit in Arabic digits": ({"limit": ["٣"]}, "limit", "out_of_bounds"),
    "a limit that is a text": ({"limit": [CANARY]}, "limit", "out_of_bounds"),
    "a huge limit": ({"limit": ["9" * 250]}, "limit", "out_of_bounds"),
    "a cursor that nobody gave": ({"cursor": [CANARY]}, "cursor", "cursor"),
    "an unknown status": ({"status": [CANARY]}, "status", "not_one_of"),
    "a NUL to search for": ({"search": [f"{CANARY}\0"]}, "search", "text"),
    "a lone surrogate to search for": ({"search": ["\ud800"]}, "search", "text"),
    "a novel to search for": ({"search": [CANARY * 100]}, "search", "text"),
}


@pytest.mark.parametrize(("query", "parameter", "code"), BAD_QUERIES.values(), ids=BAD_QUERIES.keys())
def test_a_wrong_query_parameter_is_named(query: dict[str, list[str]], parameter: str, code: str) -> None:
    """Only known parameters are named."""
    answer = ask(query=query)
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["type"]) == (400, "urn:certkeeper:problem:invalid-parameter")
    assert [(error["parameter"], error["code"]) for error in problem["errors"]] == [(parameter, code)]
    assert CANARY not in str(answer)


@pytest.mark.parametrize("key", ["", "a" * 129, f"{CANARY}\t", "schlüssel", f"{CANARY}\0"])
def test_a_malformed_idempotency_key_is_refused(key: str) -> None:
    """Passing over it would let a client believe that it may repeat."""
    answer = repeat(proxy_event("POST /x", headers={"Idempotency-Key": key}), None)
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["type"]) == (400, "urn:certkeeper:problem:invalid-header")
    assert problem["errors"][0]["header"] == "Idempotency-Key"
    assert CANARY not in str(answer)


def test_header_names_ignore_case() -> None:
    """RFC 9110 section 5.1."""
    answer = repeat(proxy_event("POST /x", headers={"IDEMPOTENCY-key": "a key"}), None)
    assert json.loads(answer["body"]) == {"key": "a key"}


def test_a_header_that_the_contract_does_not_declare_says_nothing() -> None:
    """However it is written: nobody can honour what nobody was promised."""
    answer = without_key(proxy_event("DELETE /x", headers={"Idempotency-Key": "\t", "If-Match": "?"}), None)
    assert json.loads(answer["body"]) == {"key": None, "seen": None}


@pytest.mark.parametrize(("headers", "status"), [({"If-Match": '"7"'}, 200), ({"If-Match": "7"}, 400), ({}, 428)])
def test_if_match_is_demanded_where_the_contract_requires_it(headers: dict[str, str], status: int) -> None:
    """Before anything is done."""
    answer = conditional(proxy_event("PATCH /x", headers=headers), None)
    assert answer["statusCode"] == status
    assert status != 200 or json.loads(answer["body"]) == {"seen": [7]}
