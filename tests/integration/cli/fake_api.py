"""An API on the loopback that answers as a test says, and keeps what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from infra.local.processes.loopback import LOOPBACK
from tests.exchanges import Answered, Asked, answer_drift, declared_headers, request_drift

STAGE = "/v1"


@dataclass(frozen=True)
class Call:
    """One request; header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    def asked(self) -> Asked:
        """The same, as the contract is asked about it."""
        return Asked(self.method, self.path, self.query, self.headers, self.body)

    @property
    def document(self) -> Any:  # noqa: ANN401 - whatever was sent
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """One answer: a document, or a body of any kind."""

    status: int = 200
    document: object = None
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    strange: bool = False
    """Whether it is none of Certkeeper's API, or of another version of it, on purpose."""

    def content(self) -> bytes:
        """What is sent."""
        return self.body if self.body is not None else json.dumps(self.document).encode()


def problem(status: int, kind: str, title: str, **more: object) -> Reply:
    """A problem document as the API has them."""
    document = {"type": f"urn:certkeeper:problem:{kind}", "title": title, "status": status, "detail": "so it is"}
    return Reply(status, document | more, headers={"Content-Type": "application/problem+json"})


def drift(call: Call, reply: Reply) -> Iterator[str]:
    """Where a call, or an answer that is meant to be the API's, is not as the contract has it."""
    asked = call.asked()
    yield from request_drift(asked)
    if reply.body is None and not reply.strange:
        yield from answer_drift(asked, Answered(reply.status, reply.document))


class FakeApi:
    """Serves until it is stopped. `answers` decides; the calls are in the order in which they came."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.drift: list[str] = []
        """Where what was asked or answered is not as the contract has it."""
        self.held_to_contract = True
        self.answers: Callable[[Call], Reply] = lambda _: Reply(200, {}, strange=True)
        self._server = ThreadingHTTPServer((LOOPBACK, 0), self._handler())
        self.url = f"http://{LOOPBACK}:{self._server.server_port}{STAGE}"
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()

    def always(self, reply: Reply) -> None:
        """Answer everything so."""
        self.answers = lambda _: reply

    def routes(self, routes: Mapping[str, Reply | list[Reply]]) -> None:
        """Answer `METHOD /path`; a list is used up, but for its last."""

        def answer(call: Call) -> Reply:
            found = routes[f"{call.method} {call.path}"]
            if isinstance(found, Reply):
                return found
            return found.pop(0) if len(found) > 1 else found[0]

        self.answers = answer

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(headers.get("content-length", 0)))
                call = Call(self.command, parts.path.removeprefix(STAGE), query, headers, body)
                fake.calls.append(call)
                reply = fake.answers(call)
                if call.path and fake.held_to_contract:  # without a path AWS is meant
                    fake.drift += drift(call, reply)
                content = reply.content()
                self.send_response(reply.status)
                headers = {"Content-Type": "application/json", **declared_headers(call.asked(), reply.status)}
                for name, value in {**headers, **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 - as the base class looks them up

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
