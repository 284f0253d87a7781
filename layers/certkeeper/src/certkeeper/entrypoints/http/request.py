"""A request, read from the event of API Gateway's REST proxy. Nothing in it has been checked yet."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Request:
    """The parts of a request that use cases need. Header names are in lower case.

    `route` is the operation's, as `POST /scopes/{scope}/orders`. `query` has the values of each parameter. `body` is
    None if it cannot be decoded. `caller` is the ARN that API Gateway has verified, or empty. `required_headers` are
    those that the contract requires of the operation, in lower case.
    """

    route: str
    path: Mapping[str, str]
    query: Mapping[str, tuple[str, ...]]
    headers: Mapping[str, str]
    body: bytes | None
    caller: str
    request_id: str
    source_ip: str
    required_headers: frozenset[str] = frozenset()


def from_event(event: Mapping[str, Any]) -> Request:
    """Return the request in a proxy event (payload 1.0). API Gateway gives None for each part that is empty."""
    context = event.get("requestContext") or {}
    identity = context.get("identity") or {}
    return Request(
        route=f"{event.get('httpMethod') or ''} {event.get('resource') or ''}",
        path=_path(event),
        query={name: tuple(values) for name, values in (event.get("multiValueQueryStringParameters") or {}).items()},
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        body=_body(event),
        caller=identity.get("userArn") or "",
        request_id=context.get("requestId") or "",
        source_ip=identity.get("sourceIp") or "",
    )


def _path(event: Mapping[str, Any]) -> dict[str, str]:
    """Return the path parameters, or none if the path has an escape.

    Certkeeper's paths need no escapes (RFC 3986 section 2.3). An escaped one would be a second spelling of a scope,
    which an IAM policy that names the scope may not recognise: it leads nowhere, so nothing is decoded.
    """
    paths = (event.get("path"), (event.get("requestContext") or {}).get("path"))
    if any("%" in text for text in paths if text):
        return {}
    return dict(event.get("pathParameters") or {})


def _body(event: Mapping[str, Any]) -> bytes | None:
    text = event.get("body") or ""
    try:
        return b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()
    except ValueError:  # not base64 (binascii.Error), or a lone surrogate (UnicodeEncodeError)
        return None
