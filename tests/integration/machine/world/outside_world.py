"""The world outside Certkeeper's account: a CA, DNS, and a customer's site that redirects to Certkeeper's responder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from certkeeper.adapters.aws.clients import client
from infra.bootstrap.pebble import pebble
from infra.local.dns.server import DnsServer
from infra.local.pebble import Pebble
from infra.local.pebble_settings import PebbleSettings
from infra.local.processes.loopback import LOOPBACK
from infra.local.site import CA_USER_AGENT, CHALLENGE_PATH, Site
from tests.integration.machine.aws.account import ROOTS
from tests.integration.machine.aws.account_contents import TABLE
from tests.integration.machine.world.ca_progress import CaProgress
from tests.stored_answers import stored_answer

LIFETIME_SECONDS = 3600.0
POLL_SECONDS = 0.05


@dataclass
class OutsideWorld:
    """Where everything is. While `hidden_from_ca`, only Certkeeper's own check finds what the responder answers."""

    pebble: Pebble
    dns: DnsServer
    site: Site
    responder: Responder
    work: CaProgress

    def environment(self) -> dict[str, str]:
        """What Certkeeper's functions are given of it."""
        return {
            "ACME_DIRECTORY_URL": self.pebble.directory_url,
            ROOTS: self.pebble.tls_root.read_text(encoding="ascii"),
            "ACME_CONTACT": "admin@example.test",
            "CHECK_NAMESERVER": self.dns.address,
            "CHECK_HTTP_PORT": str(self.site.port),
            "CHECK_ALLOW_PRIVATE_ADDRESSES": "true",
        }


class Responder:
    """The public route of Certkeeper's API: what API Gateway would read for a visitor, behind a web server."""

    def __init__(self) -> None:
        self.hidden_from_ca = False
        self._server = ThreadingHTTPServer((LOOPBACK, 0), self._handler())
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=[POLL_SECONDS], daemon=True).start()

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(responder) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the request's
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                token = self.path.removeprefix(CHALLENGE_PATH)
                answer = stored_answer(client("dynamodb"), TABLE, token)
                denied = responder.hidden_from_ca and CA_USER_AGENT in self.headers.get("User-Agent", "")
                body = (answer or "Not found").encode()
                self.send_response(404 if denied or not answer else 200)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


@contextmanager
def outside(directory: Path) -> Iterator[OutsideWorld]:
    """Starts it all on the loopback and ends it."""
    with ExitStack() as ends:
        dns, site, responder = DnsServer(), Site(), Responder()
        for each in (dns, site, responder):
            ends.callback(each.stop)
        site.redirect_to = responder.url
        # No refused nonces: the n-th call must be the same one in every run. The end-to-end tests refuse 15 %.
        pebble_settings = PebbleSettings(refused_nonces_percent=0)
        ca = Pebble(
            pebble(),
            directory,
            seconds=LIFETIME_SECONDS,
            nameserver=dns.address,
            http_port=site.port,
            pebble_settings=pebble_settings,
        )
        ends.callback(ca.stop)
        ca.wait()
        yield OutsideWorld(ca, dns, site, responder, CaProgress(directory / "pebble.log"))
