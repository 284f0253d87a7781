"""Responses in the form of API Gateway's proxy integration."""

from __future__ import annotations

from dataclasses import dataclass, field
from json import dumps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certkeeper.entrypoints.http.problem import Problem

ALWAYS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""No response may be cached: an order moves on, an export holds a key, a removed challenge is gone."""


@dataclass(frozen=True, slots=True)
class Response:
    """A status, a text with its media type, and headers beside those that every response has."""

    status: int
    text: str
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_proxy(self) -> dict[str, Any]:
        """Return the response in the form of the Lambda proxy integration of API Gateway.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
        """
        headers = {**ALWAYS, "Content-Type": self.media_type, **self.headers}
        return {"statusCode": self.status, "headers": headers, "body": self.text, "isBase64Encoded": False}


def json_response(
    status: int, document: Mapping[str, object], *, location: str | None = None, revision: int | None = None
) -> Response:
    """Return a response with a status and a JSON document.

    `location` is relative to the URL that was called, so it fits any stage and domain. `revision` becomes the ETag, for
    If-Match (RFC 9110 section 8.8.3).
    """
    headers = {} if location is None else {"Location": location}
    if revision is not None:
        headers["ETag"] = f'"{revision}"'
    return Response(status, dumps(document), "application/json", headers)


def problem_response(problem: Problem) -> Response:
    """Return the problem as `application/problem+json`."""
    return Response(problem.kind.status, dumps(problem.document()), "application/problem+json", _retry_after(problem))


def _retry_after(problem: Problem) -> dict[str, str]:
    return {} if problem.retry_after is None else {"Retry-After": str(problem.retry_after)}
