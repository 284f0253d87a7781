"""The customer's site: a plain web server to which its owner has added one permanent redirect.

Everything below `/.well-known/acme-challenge/` is sent to the API's challenge responder. Let's Encrypt follows such
redirects (https://letsencrypt.org/docs/challenge-types/, HTTP-01). Each visit is recorded for the demonstration.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from infra.local.processes.loopback import LOOPBACK

CHALLENGE_PATH = "/.well-known/acme-challenge/"
CA_USER_AGENT = "LetsEncrypt-Pebble-VA"
POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a challenge."""

    host: str
    path: str
    user_agent: str

    @property
    def from_ca(self) -> bool:
        """Whether the certificate authority came, and not Certkeeper's own check before it."""
        return CA_USER_AGENT in self.user_agent


def _handler(redirect_to: Callable[[], str | None], record: Callable[[Visit], None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version = "ShopServer"

        def do_GET(self) -> None:
            target = redirect_to()
            if self.path.startswith(CHALLENGE_PATH) and target is not None:
                record(Visit(self.headers.get("Host", ""), self.path, self.headers.get("User-Agent", "")))
                self._answer(HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": target + self.path})
            elif self.path == "/":
                self._answer(HTTPStatus.OK, b"Welcome to the shop.\n", {"Content-Type": "text/plain"})
            else:
                self._answer(HTTPStatus.NOT_FOUND, b"Not found.\n", {"Content-Type": "text/plain"})

        def _answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing: visits are recorded, and the terminal belongs to the demonstration."""

    return Handler


class _Server(ThreadingHTTPServer):
    request_queue_size = 512  # a CA comes for all names of an order at once, from several places


class Site:
    """Serves on one port of the loopback until it is stopped."""

    def __init__(self, port: int = 0) -> None:
        """Listen; without a redirect until `redirect_to` is set."""
        self.redirect_to: str | None = None
        self._visits: list[Visit] = []
        self._server = _Server((LOOPBACK, port), _handler(lambda: self.redirect_to, self._visits.append))
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=[POLL_SECONDS], daemon=True).start()

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Who asked for a challenge so far, in order."""
        return tuple(self._visits)

    def stop(self) -> None:
        """Stop serving, and close the port."""
        self._server.shutdown()
        self._server.server_close()
