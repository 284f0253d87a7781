"""The frame around operations: who may call, what every answer has, and what errors become."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.domain.clock import to_text, utc_now
from certkeeper.domain.errors import (
    AcmeDirectoryError,
    AcmeProblemError,
    CaUnavailableError,
    CertkeeperError,
    ConflictError,
    IdempotencyKeyReusedError,
    NotFoundError,
    OrderChangedError,
    OrderFailed,
    OutOfOrderError,
    RefusedError,
    TooSoonError,
    TransientError,
    Violation,
)
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.response import Response, json_response
from tests.fakes.api_gateway import CALLER, REQUEST_ID, proxy_event

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request
    from tests.fakes.logged import Logged

CANARY = "CANARY7"
ROUTE = "GET /scopes"


def answer_to(error: BaseException) -> dict[str, Any]:
    """What a caller gets when an operation raises `error`."""

    @operation("list_scopes")
    def failing(_request: Request) -> Response:
        raise error

    return failing(proxy_event(ROUTE), None)


def test_an_operation_gets_the_caller_that_api_gateway_has_verified() -> None:
    """Never one that a body or a header names."""

    @operation("list_scopes")
    def whoami(request: Request) -> Response:
        return json_response(200, {"caller": request.caller})

    event = proxy_event(ROUTE, headers={"X-Caller": "arn:aws:iam::123456789012:user/mallory"})
    assert json.loads(whoami(event, None)["body"]) == {"caller": CALLER}


@pytest.mark.parametrize("caller", [None, ""])
def test_nobody_in_particular_is_refused(caller: str | None) -> None:
    """Should the template ever lose its authorizer, the API is closed and not open."""

    @operation("list_scopes")
    def run(_request: Request) -> Response:
        raise AssertionError

    answer = run(proxy_event(ROUTE, caller=caller), None)
    assert (answer["statusCode"], json.loads(answer["body"])["type"]) == (403, "urn:certkeeper:problem:unknown-caller")


def test_no_answer_may_be_cached() -> None:
    """Neither a good one nor a bad one."""

    @operation("list_scopes")
    def run(_request: Request) -> Response:
        return json_response(202, {}, location="orders/1")

    good, bad = run(proxy_event(ROUTE), None), answer_to(NotFoundError("order"))
    assert good["headers"]["Cache-Control"] == bad["headers"]["Cache-Control"] == "no-store"
    assert good["headers"]["Location"] == "orders/1"
    assert bad["headers"]["Content-Type"] == "application/problem+json"


ERRORS: dict[str, tuple[CertkeeperError, int, str]] = {
    "not found": (NotFoundError("order"), 404, "not-found"),
    "refused": (RefusedError([Violation("/names/0", "outside_scope", "not within")]), 422, "refused"),
    "a conflict": (ConflictError("another", "it stands against"), 409, "conflict"),
    "a taken name": (ConflictError("name_taken", "taken"), 409, "name-taken"),
    "not issued": (ConflictError("not_issued", "still running"), 409, "not-issued"),
    "out of order": (OutOfOrderError("issue", "it is early", ["verify"]), 409, "out-of-order"),
    "a reused key": (IdempotencyKeyReusedError(), 422, "idempotency-key-reused"),
    "too soon": (TooSoonError(utc_now()), 429, "too-soon"),
    "throttled": (TransientError("DynamoDB"), 503, "unavailable"),
    "changed": (OrderChangedError(), 503, "unavailable"),
}


@pytest.mark.parametrize(("error", "status", "slug"), ERRORS.values(), ids=ERRORS.keys())
def test_each_error_of_the_domain_is_a_problem_of_its_own(error: CertkeeperError, status: int, slug: str) -> None:
    """RFC 9457: type, title, status and detail, always."""
    answer = answer_to(error)
    problem = json.loads(answer["body"])
    assert answer["statusCode"] == problem["status"] == status
    assert problem["type"] == f"urn:certkeeper:problem:{slug}"
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (AcmeProblemError(403, "", "", "POST https://ca.example.test/revoke"), 409, "refused-by-ca"),
        (AcmeProblemError(400, "urn:ietf:params:acme:error:malformed", "not that one"), 409, "refused-by-ca"),
        (AcmeDirectoryError("AcmeDirectoryUrl answered 404"), 409, "refused-by-ca"),
        (CaUnavailableError("the CA answered 503: maintenance"), 503, "unavailable"),
    ],
)
def test_what_the_ca_says_is_handed_on(error: CertkeeperError, status: int, slug: str) -> None:
    """Whichever operation lets it through: it is never an internal error, nor one without a reason."""
    answer = answer_to(error)
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["type"]) == (status, f"urn:certkeeper:problem:{slug}")
    assert str(error) in problem["detail"]


def test_a_refusal_points_at_the_field() -> None:
    """With the domain's own code and sentence."""
    problem = json.loads(answer_to(RefusedError([Violation("/names/3", "idna", "not a name")]))["body"])
    assert problem["errors"] == [{"pointer": "/names/3", "code": "idna", "detail": "not a name"}]


def test_a_scope_that_is_not_there_says_how_it_comes_to_be() -> None:
    """It is not missing in itself."""
    detail = json.loads(answer_to(NotFoundError("scope"))["body"])["detail"]
    assert detail == "there is no such scope; an administrator can define it"


def test_out_of_order_names_what_is_allowed() -> None:
    """A client can offer exactly that."""
    problem = json.loads(answer_to(OutOfOrderError("issue", "it is early", ["verify", "cancel"]))["body"])
    assert problem["allowed"] == ["verify", "cancel"]


def test_too_soon_says_when() -> None:
    """As a moment for people, in seconds for machines (RFC 9110 section 10.2.3)."""
    next_at = utc_now() + timedelta(seconds=200)
    answer = answer_to(TooSoonError(next_at))
    assert json.loads(answer["body"])["next_verify_at"] == to_text(next_at)
    assert 195 <= int(answer["headers"]["Retry-After"]) <= 200


def test_too_soon_by_a_hair_still_waits() -> None:
    """Retry-After: 0 would be an invitation to hammer."""
    assert answer_to(TooSoonError(utc_now() - timedelta(seconds=5)))["headers"]["Retry-After"] == "1"


def test_trouble_that_may_pass_says_when_to_come_back() -> None:
    """503 without Retry-After leaves clients guessing."""
    assert int(answer_to(TransientError("DynamoDB"))["headers"]["Retry-After"]) >= 1


@pytest.mark.parametrize("error", [ValueError(CANARY), KeyError(CANARY), RecursionError(CANARY), OrderFailed(CANARY)])
def test_what_nobody_expected_is_500_and_says_nothing(error: Exception, logged: Logged) -> None:
    """An exception's text may carry input: it is neither answered nor logged."""
    error.__cause__ = OSError(CANARY)
    answer = answer_to(error)
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["type"]) == (500, "urn:certkeeper:problem:internal")
    assert problem["instance"].endswith(REQUEST_ID)
    assert CANARY not in str(answer)
    assert CANARY not in logged.text
    line = logged.lines[0]
    assert line["error"].endswith(type(error).__name__)
    assert line["frames"][-1].endswith("failing")
    assert line["causes"][0]["error"] == "builtins.OSError"
    assert line["correlation_id"] == REQUEST_ID


def test_the_log_says_who_called_what_and_how_it_ended(logged: Logged) -> None:
    """One line a request, with the route as it is declared and nothing of the path as it was sent."""

    @operation("list_scopes")
    def run(_request: Request) -> Response:
        return json_response(200, {"secret": CANARY})

    run(proxy_event("GET /scopes/{scope}/orders", {"scope": CANARY}), None)
    (line,) = logged.lines
    assert (line["route"], line["status"], line["caller"]) == ("GET /scopes/{scope}/orders", 200, CALLER)
    assert line["correlation_id"] == REQUEST_ID
    assert CANARY not in logged.text
