"""Pebble with 30 % refused nonces, and the web on which it searches for challenges."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from certkeeper.adapters.acme.authority import AcmeAuthority
from certkeeper.domain.orders.challenges import Challenge, http_url, key_authorization
from infra.bootstrap.pebble import pebble
from infra.local.dns.server import DnsServer
from infra.local.pebble import Pebble
from infra.local.pebble_settings import PebbleSettings
from infra.local.processes.loopback import LOOPBACK

LIFETIME_SECONDS = 1800
REFUSED_NONCES_PERCENT = 30


class Web:
    """Serves texts at URLs, whatever the port."""

    def __init__(self) -> None:
        texts: dict[str, str] = {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host = self.headers.get("Host", "").partition(":")[0]
                body = texts.get(f"http://{host}{self.path}", "").encode()
                self.send_response(200 if body else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.texts = texts
        self._server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()


class PebbleWorld:
    """A CA on this machine. `authority` makes clients that have not asked it anything yet."""

    rejected_name = "blocked.test"

    def __init__(self, server: Pebble, web: Web) -> None:
        self.directory_url = server.directory_url
        self.root_pem = server.tls_root.read_text()
        self._web = web
        self.ca = self.authority()

    def authority(self) -> AcmeAuthority:
        """A client as a fresh process has it."""
        return AcmeAuthority(self.directory_url, root_pem=self.root_pem, contact="admin@example.test")

    def put_in_place(self, name: str, challenge: Challenge, thumbprint: str) -> None:
        """Serve the key authorization where the CA checks."""
        self._web.texts[http_url(name, challenge.token)] = key_authorization(challenge.token, thumbprint)


@pytest.fixture(scope="session", name="world")
def a_pebble_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PebbleWorld]:
    """One Pebble for all tests here: it starts in 50 ms, but each test has an account of its own anyway."""
    web, names = Web(), DnsServer()
    server = Pebble(
        pebble(),
        Path(tmp_path_factory.mktemp("pebble")),
        seconds=LIFETIME_SECONDS,
        nameserver=names.address,
        http_port=web.port,
        pebble_settings=PebbleSettings(refused_nonces_percent=REFUSED_NONCES_PERCENT),
    )
    try:
        server.wait()
        yield PebbleWorld(server, web)
    finally:
        server.stop()
        names.stop()
        web.stop()
