"""The frame around every operation of the API: one handler, one route, one response."""

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
from certkeeper.entrypoints.http.response import Response, problem_response
from certkeeper.entrypoints.log import log
from certkeeper.entrypoints.unexpected import error_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Operation = Callable[[Request], Response]
    Handler = Callable[[Mapping[str, Any], object], dict[str, Any]]

CONDITIONS = frozenset({"idempotency-key", "if-match", "if-none-match"})
"""Headers that change what an operation does."""


def operation(name: str) -> Callable[[Operation], Handler]:
    """Return a decorator that makes the Lambda handler of the operation with this name in the contract.

    Callers sign their requests. Query parameters, a body, and conditional headers are accepted only if the
    contract declares them; ProblemError answers others. A caller that API Gateway has not identified is
    refused: if the template ever lost its authorizer, the API would be closed and not open.
    """

    def checked(run: Operation) -> Operation:
        def checking(request: Request) -> Response:
            if not request.caller:
                raise ProblemError(Problem(Kind.UNKNOWN_CALLER, "sign the request with AWS Signature Version 4"))
            declaration = declared(name)
            parameters.require_known(request, declaration["query"])
            if declaration["body"] is None:
                require_no_body(request)
            return run(_with_declared_headers(request, declaration["headers"]))

        return checking

    return lambda run: wraps(run)(_handler(checked(run)))


def _with_declared_headers(request: Request, declaration: Mapping[str, bool]) -> Request:
    """Return the request as its operation may read it: conditional headers that are not declared are left out."""
    foreign = CONDITIONS - declaration.keys()
    return replace(
        request,
        headers={name: text for name, text in request.headers.items() if name not in foreign},
        required_headers=frozenset(name for name, required in declaration.items() if required),
    )


def _handler(run: Operation) -> Handler:
    def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
        request = from_event(event)
        try:
            response = run(request)
            outcome = {}
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not leave with its text
            problem = problem_of(error) or _internal(request, error)
            response = problem_response(problem)
            outcome = {"problem": problem.kind.type}
        fields = {
            "route": request.route,
            "status": response.status,
            "caller": request.caller,
            "source_ip": request.source_ip,
        }
        log().info("answered", extra={"correlation_id": request.request_id, **fields, **outcome})
        return response.to_proxy()

    return handler


def _internal(request: Request, error: Exception) -> Problem:
    log().error("unexpected", extra={"correlation_id": request.request_id, **error_fields(error)})
    instance = f"urn:certkeeper:request:{request.request_id}"
    return Problem(
        Kind.INTERNAL,
        f"Certkeeper has logged the failure; repeat the request, and if it fails again, give its operators {instance}",
        extensions={"instance": instance},
    )
