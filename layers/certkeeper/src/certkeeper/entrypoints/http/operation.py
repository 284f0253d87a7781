"""The frame around every operation of the API: one handler, one route, one answer."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from certkeeper.entrypoints.http import parameters
from certkeeper.entrypoints.http.body import require_no_body
from certkeeper.entrypoints.http.problem import Kind, Problem, ProblemError
from certkeeper.entrypoints.http.refusals import problem_of
from certkeeper.entrypoints.http.request import Request, from_event
from certkeeper.entrypoints.http.response import Response, plain_problem_response, problem_response
from certkeeper.entrypoints.log import log
from certkeeper.entrypoints.unexpected import described

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    Operation = Callable[[Request], Response]
    Handler = Callable[[Mapping[str, Any], object], dict[str, Any]]


def operation(*, query: Collection[str] = (), has_body: bool = False) -> Callable[[Operation], Handler]:
    """Makes a Lambda handler of an operation that people call, with the query parameters that it knows.

    Without `has_body` a body is refused. So is a caller whom API Gateway has not identified: should the template ever
    lose its authorizer, the API is closed and not open.
    """

    def checked(run: Operation) -> Operation:
        def checking(request: Request) -> Response:
            if not request.caller:
                raise ProblemError(Problem(Kind.UNKNOWN_CALLER, "sign the request (AWS Signature Version 4)"))
            parameters.require_known(request, query)
            if not has_body:
                require_no_body(request)
            return run(request)

        return checking

    return lambda run: wraps(run)(_handler(checked(run), problem_response))


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
    log().error("unexpected", extra={"correlation_id": request.request_id, **described(error)})
    instance = f"urn:certkeeper:request:{request.request_id}"
    return Problem(Kind.INTERNAL, "it has been logged; `instance` finds it there", extensions={"instance": instance})
