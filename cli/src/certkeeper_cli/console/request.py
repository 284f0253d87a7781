"""One request of a browser, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Request:
    """One request. The path is as it was sent, not decoded; header names are in lower case, `""` stands for none."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str:
        """Return the value of the header with this name in lower case, or an empty text."""
        return self.headers.get(name, "")


@dataclass(frozen=True, slots=True)
class Response:
    """One answer."""

    status: int
    content_type: str
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = field(default=(), repr=False)
    """Values of Set-Cookie, the one header that there may be several of."""


def read_request(environ: WSGIEnvironment) -> Request:
    """Return the request from a WSGI environ (PEP 3333). The server has limited the body's size already."""
    target: str = environ["REQUEST_URI"]
    path, _, query = target.partition("?")
    sent: dict[str, Any] = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in {"CONTENT_TYPE", "CONTENT_LENGTH"}
    }
    return Request(environ["REQUEST_METHOD"], path, query, sent, environ["wsgi.input"].read())
