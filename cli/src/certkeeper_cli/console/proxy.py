"""Calls of the page, forwarded to the API with the person's signature and nothing added (ADR 65)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl

from certkeeper_cli.api.refusals import refusal_of_credentials
from certkeeper_cli.console.refusal import NOT_FOUND, ConsoleRefusal, credentials_refused, method_refused
from certkeeper_cli.console.request import Response
from certkeeper_cli.errors import CommandError, CredentialsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from certkeeper_cli.api.client import Answer
    from certkeeper_cli.console.request import Request

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PATH = re.compile(r"/scopes(/[a-z0-9-]{1,63}){0,6}")
"""The API writes its paths plainly: no escape, no dot, no empty part."""
FORWARDED_REQUEST_HEADERS = {
    "content-type": "Content-Type",
    "idempotency-key": "Idempotency-Key",
    "if-match": "If-Match",
    "if-none-match": "If-None-Match",
}
FORWARDED_ANSWER_HEADERS = {"retry-after": "Retry-After", "etag": "ETag", "location": "Location"}


class CallsApi(Protocol):
    """The part of `certkeeper_cli.api.client.Api` that is needed here."""

    url: str

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        query: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] = ...,
    ) -> Answer:
        """Send a request with this method to this path, and return the answer, whatever its status."""


def forward(api: CallsApi, path: str, request: Request) -> Response:
    """Send a request of the page to the API's path, and return the API's answer.

    Raise ConsoleRefusal: NOT_FOUND where the path cannot be one of the API, or where no answer came, or where AWS does
    not accept the credentials: only this side sees the header that separates expired credentials from a policy that
    denies a call.
    """
    if not PATH.fullmatch(path):
        raise NOT_FOUND
    if request.method not in METHODS:
        raise method_refused(*METHODS)
    headers = {name: request.header(sent) for sent, name in FORWARDED_REQUEST_HEADERS.items() if request.header(sent)}
    query = parse_qsl(request.query, keep_blank_values=True)
    try:
        answer = api.call(request.method, path, body=request.body or None, query=query, headers=headers)
    except CredentialsError as error:
        raise credentials_refused(str(error)) from None
    except CommandError as error:
        raise ConsoleRefusal(502, "no-answer", "The API could not be asked", f"{error}; {error.advice}") from None
    if reason := refusal_of_credentials(answer):
        raise credentials_refused(reason)
    back = {name: answer.headers[sent] for sent, name in FORWARDED_ANSWER_HEADERS.items() if sent in answer.headers}
    return Response(answer.status, answer.headers.get("content-type", "application/json"), answer.body, back)
