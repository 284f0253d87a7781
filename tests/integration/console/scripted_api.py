"""An API on the loopback that says what a test has written down, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from infra.local.processes.loopback import LOOPBACK
from tests.exchanges import Answered, Asked, answer_drift, declared_headers, request_drift
from tests.integration.console.api_documents import Document, summary


@dataclass(frozen=True)
class Call:
    """What it was asked."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Said:
    """What it answers."""

    status: int
    body: Document | bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    strange: bool = False
    """Whether it is not the API's, or not as the contract has it, on purpose."""


Script = Callable[[Call], Said]


class ScriptedApi:
    """`certificates`, `scopes` and `orders` are what it has; `scripts` are answers by method and path, which win."""

    def __init__(self) -> None:
        self.certificates: list[Document] = []
        self.scopes: list[Document] = []
        self.orders: dict[str, Document] = {}
        self.scripts: dict[tuple[str, str], Script] = {}
        self.calls: list[Call] = []
        self.drift: list[str] = []
        """Where what was asked or answered is not as the contract has it."""
        self.held_to_contract = True
        self._server = ThreadingHTTPServer((LOOPBACK, 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://{LOOPBACK}:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()

    def script(self, method: str, path: str, said: Said | Script) -> None:
        """Answer so from now on."""
        self.scripts[method, path] = said if callable(said) else lambda _: said

    def asked(self, method: str, path: str) -> list[Call]:
        """The calls of that method and path."""
        return [call for call in self.calls if (call.method, call.path) == (method, path)]

    def answer(self, call: Call) -> Said:
        """What is written down; else what is there; else 404."""
        self.calls.append(call)
        if (call.method, call.path) in self.scripts:
            return self.scripts[call.method, call.path](call)
        parts = call.path.strip("/").split("/")
        match (call.method, parts):
            case ("GET", ["scopes"]):
                return Said(200, {"items": self.scopes, "next": None})
            case ("GET", ["scopes", scope, "certificates"]):
                return self._listed(scope, call.query)
            case ("GET", ["scopes", scope, "orders"]):
                found = [summary(one) for one in self.orders.values() if one["scope"] == scope]
                return _page(sorted(found, key=itemgetter("order_id"), reverse=True), "order_id", call.query)
            case ("GET", ["scopes", _, "orders", order_id]) if order_id in self.orders:
                return Said(200, self.orders[order_id])
        return Said(404, {"title": "Not found", "detail": "x"})

    def _listed(self, scope: str, query: dict[str, str]) -> Said:
        """A page, the newest first, as the real one filters and pages."""
        text, status = query.get("search", "").lower(), query.get("status", "")
        found = [
            one
            for one in reversed(self.certificates)
            if one["scope"] == scope
            and (not status or one["status"] == status)
            and any(text in each.lower() for each in (one["certificate_name"], *one["names"]))
        ]
        return _page(found, "certificate_id", query)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                parts = urlsplit(self.path)
                sent = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                headers = {name.lower(): value for name, value in self.headers.items()}
                call = Call(
                    self.command,
                    parts.path.removeprefix("/v1"),
                    dict(parse_qsl(parts.query)),
                    headers,
                    json.loads(sent) if sent else None,
                )
                said = completed(api.answer(call))
                asked = Asked(call.method, call.path, call.query, headers, sent)
                if api.held_to_contract:
                    api.drift += request_drift(asked)
                    if not isinstance(said.body, bytes) and not said.strange:
                        api.drift += answer_drift(asked, Answered(said.status, said.body))
                body = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
                kind = "application/json" if said.status < 400 else "application/problem+json"
                self.send_response(said.status)
                given = {"Content-Type": kind, "Content-Length": str(len(body))}
                for name, value in {**given, **declared_headers(asked, said.status), **said.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815 - http.server's names

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
                """Say nothing."""

        return Handler


PROBLEMS = {
    403: "forbidden",
    404: "not-found",
    409: "out-of-order",
    412: "precondition-failed",
    422: "refused",
    429: "throttled",
    503: "unavailable",
}
"""The usual type of a refusal, where a test says none."""


def completed(said: Said) -> Said:
    """The same; a refusal has all that a problem document has."""
    if said.status < 400 or not isinstance(said.body, dict) or said.strange:
        return said
    kind = f"urn:certkeeper:problem:{PROBLEMS.get(said.status, 'internal')}"
    return replace(said, body={"type": kind, "status": said.status, "detail": "", **said.body})


def _page(newest_first: list[Document], id_name: str, query: dict[str, str]) -> Said:
    """Answer with the page that `limit` and `cursor` ask for, as the contract has them: 50 items unless said."""
    limit = int(query.get("limit", "50"))
    found = [one for one in newest_first if one[id_name] < query.get("cursor", "g")]
    more = found[limit - 1][id_name] if len(found) > limit else None
    return Said(200, {"items": found[:limit], "next": more})
