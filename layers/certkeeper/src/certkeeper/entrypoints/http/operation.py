"""The frame around every operation of the API: one handler, one route, one answer."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from certkeeper.entrypoints.exported import declared
from certkeeper.entrypoints.http import parameters
from certkeeper.entrypoints.http.body import require_no_body
from certkeeper.entrypoints.http.problem import Kind, Problem, ProblemError
from certkeeper.entrypoints.http.refusals import problem_of
from certkeeper.entrypoints.http.request import Request, from_event
from certkeeper.entrypoints.http.response import Response, plain_problem_response, problem_response
from certkeeper.entrypoints.log import log
from certkeeper.entrypoints.unexpected import error_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Operation = Callable[[Request], Response]
    Handler = Callable[[Mapping[str, Any], object], dict[str, Any]]

CONDITIONS = frozenset({"idempotency-key", "if-match"})
"""Headers that change what an operation does."""


def operation(name: str) -> Callable[[Operation], Handler]:
    """Makes a Lambda handler of the operation that the contract calls `name`, for callers who sign their requests.

    Query parameters, a body, and the headers Idempotency-Key and If-Match are taken where the contract declares them. A
    caller whom API Gateway has not identified is refused: should the template ever lose its authorizer, the API is
    closed and not open.
    """

    def checked(run: Operation) -> Operation:
        def checking(request: Request) -> Response:
            if not request.caller:
                raise ProblemError(Problem(Kind.UNKNOWN_CALLER, "sign the request (AWS Signature Version 4)"))
            promised = declared(name)
            parameters.require_known(request, promised["query"])
            if promised["body"] is None:
                require_no_body(request)
            return run(_with_declared_headers(request, promised["headers"]))

        return checking

    return lambda run: wraps(run)(_handler(checked(run), problem_response))


def _with_declared_headers(request: Request, promised: Mapping[str, bool]) -> Request:
    """The request as its operation may read it: conditional headers that are not declared are as if not sent."""
    foreign = CONDITIONS - promised.keys()
    return replace(
        request,
        headers={name: text for name, text in request.headers.items() if name not in foreign},
        required_headers=frozenset(name for name, required in promised.items() if required),
    )


def public_operation(run: Operation) -> Handler:
    """Makes a Lambda handler that anybody may call, and that says in plain text what went wrong."""
    return wraps(run)(_handler(run, plain_problem_response))


def _handler(run: Operation, refuse: Callable[[Problem], Response]) -> Handler:
    def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
        request = from_event(event)
        try:
            response = run(request)
            outcome = {}
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not leave with its text
            problem = problem_of(error) or _internal(request, error)
            response = refuse(problem)
            outcome = {"problem": problem.kind.type}
        said = {
            "route": request.route,
            "status": response.status,
            "caller": request.caller,
            "source_ip": request.source_ip,
        }
        log().info("answered", extra={"correlation_id": request.request_id, **said, **outcome})
        return response.to_proxy()

    return handler


def _internal(request: Request, error: Exception) -> Problem:
    log().error("unexpected", extra={"correlation_id": request.request_id, **error_fields(error)})
    instance = f"urn:certkeeper:request:{request.request_id}"
    return Problem(Kind.INTERNAL, "it has been logged; `instance` finds it there", extensions={"instance": instance})
