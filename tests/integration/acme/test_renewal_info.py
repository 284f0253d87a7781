"""Asking when to renew: Pebble, and a CA that does not keep to RFC 9773."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from certkeeper.adapters.acme.renewal_info import AcmeRenewalInfos
from certkeeper.domain.errors import TransientError
from certkeeper.domain.renewal.renewal_info import RenewalInfo
from certkeeper.domain.renewal.state import RenewalWindow
from infra.local.tls_authority import TlsFiles, write_tls_files
from tests.integration.acme.conftest import PebbleWorld
from tests.integration.acme.unruly_ca import UnrulyCa, answer

START = datetime(2026, 1, 15, tzinfo=UTC)


class Asking(Protocol):
    """Starts a CA whose directory is sane, and asks it."""

    def __call__(self, reply: bytes, *, offered: bool = True) -> tuple[AcmeRenewalInfos, UnrulyCa]:
        """`reply` is the answer for any certificate."""


IDENTIFIER = "aYhba4dGQEHhs3uEe9CuLN4ByNQ.AIdlQyE"


def window_document(start: str = "2026-01-15T00:00:00Z", end: str = "2026-01-17T00:00:00Z", **more: object) -> bytes:
    """What a CA answers."""
    return json.dumps({"suggestedWindow": {"start": start, "end": end}, **more}).encode()


@pytest.fixture(scope="module", name="tls_files")
def some_tls_files(tmp_path_factory: pytest.TempPathFactory) -> TlsFiles:
    """A root and a server certificate."""
    return write_tls_files(Path(tmp_path_factory.mktemp("tls")), datetime.now(UTC))


@pytest.fixture(name="asking")
def asks(tls_files: TlsFiles) -> Iterator[Asking]:
    """Asks a CA whose directory is sane, and whose answer is the test's."""
    started: list[UnrulyCa] = []

    def start(reply: bytes, *, offered: bool = True) -> tuple[AcmeRenewalInfos, UnrulyCa]:
        def script(connection: socket.socket, _method: str, path: str) -> None:
            metadata = {"renewalInfo": f"{started[0].url}/ari/"} if offered else {}
            connection.sendall(answer(200, json.dumps(metadata).encode()) if path == "/dir" else reply)

        started.append(UnrulyCa(script, tls_files.certificate, tls_files.private_key))
        return AcmeRenewalInfos(f"{started[0].url}/dir", root_pem=tls_files.root.read_text()), started[0]

    yield start
    for one in started:
        one.stop()


def test_a_window_is_read_with_its_pause_and_its_reason(asking: Asking) -> None:
    """And the directory is asked for once."""
    reply = answer(200, window_document(explanationURL="https://ca.test/why"), Retry_After="21600")
    infos, ca = asking(reply)
    expected = RenewalWindow(START, START + timedelta(days=2), "https://ca.test/why")
    assert infos.ask(IDENTIFIER) == RenewalInfo(expected, timedelta(hours=6))
    assert infos.ask(IDENTIFIER) == RenewalInfo(expected, timedelta(hours=6))
    assert ca.requests == ["GET /dir", f"GET /ari/{IDENTIFIER}", f"GET /ari/{IDENTIFIER}"]


def test_a_ca_without_such_a_thing_is_no_trouble(asking: Asking) -> None:
    """RFC 9773 section 3: the field is missing in its directory."""
    infos, ca = asking(b"", offered=False)
    assert infos.ask(IDENTIFIER) == RenewalInfo(None)
    assert ca.requests == ["GET /dir"]


@pytest.mark.parametrize("status", [400, 404])
def test_a_certificate_that_the_ca_does_not_know_has_no_window(asking: Asking, status: int) -> None:
    """It may be another CA's."""
    infos, _ = asking(answer(status, b'{"type": "urn:ietf:params:acme:error:malformed"}'))
    assert infos.ask(IDENTIFIER) == RenewalInfo(None)


@pytest.mark.parametrize(
    "reply",
    [
        answer(500),
        answer(503, Retry_After="5"),
        answer(429),
        answer(302, Location="https://elsewhere.test/"),
        answer(200, b"<html>"),
        answer(200, b"[]"),
        answer(200, b"{}"),
        answer(200, b'{"suggestedWindow": []}'),
        answer(200, window_document(start="yesterday")),
        answer(200, window_document(start="2026-01-15T00:00:00")),
        answer(200, window_document(end="2026-01-15T00:00:00Z")),
        b"",
    ],
    ids=lambda reply: reply[:60].decode(errors="replace"),
)
def test_whatever_else_comes_may_pass(asking: Asking, reply: bytes) -> None:
    """What is known of the window counts on meanwhile."""
    infos, _ = asking(reply)
    with pytest.raises(TransientError):
        infos.ask(IDENTIFIER)


def test_pebble_knows_no_certificate_of_somebody_else(world: PebbleWorld) -> None:
    """In the end-to-end tests it answers for its own."""
    infos = AcmeRenewalInfos(world.directory_url, root_pem=world.root_pem)
    assert infos.ask(IDENTIFIER).window is None
