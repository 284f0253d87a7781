"""Something else answers where a CA should: a wrong address, a web page, a firewall. OpenOrder over real HTTPS."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certkeeper.adapters.acme.authority import AcmeAuthority
from certkeeper.domain.errors import OrderFailed, TransientError
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import Order
from infra.local.tls_authority import TlsFiles, write_tls_files
from tests.integration.acme.unruly_ca import UnrulyCa, answer
from tests.unit.services.world import World

PAGE = b"<html><h1>Access denied by policy 42</h1></html>"
HTML = "text/html"
Replies = dict[str, bytes]
"""By `METHOD /path`; anything else is answered as a CA would."""
Opening = Callable[[Replies], tuple[World, Order, Callable[[], None]]]


@pytest.fixture(scope="module", name="tls_files")
def some_tls_files(tmp_path_factory: pytest.TempPathFactory) -> TlsFiles:
    """A root and a server certificate."""
    return write_tls_files(Path(tmp_path_factory.mktemp("tls")), datetime.now(UTC))


@pytest.fixture(name="opening")
def opens(tls_files: TlsFiles) -> Iterator[Opening]:
    """An order, and its opening at a CA that answers as the test wants."""
    started: list[UnrulyCa] = []

    def start(replies: Replies) -> tuple[World, Order, Callable[[], None]]:
        def script(connection: socket.socket, method: str, path: str) -> None:
            url = started[-1].url
            fields = ("newNonce", "newAccount", "newOrder")
            sane = {
                "GET /dir": answer(200, json.dumps({field: f"{url}/{field}" for field in fields}).encode()),
                "HEAD /newNonce": answer(200),
                "POST /newAccount": answer(201, b"{}", Location=f"{url}/account/1"),
            }
            connection.sendall({**sane, **replies}[f"{method} {path}"])

        started.append(UnrulyCa(script, tls_files.certificate, tls_files.private_key))
        ca = AcmeAuthority(f"{started[-1].url}/dir", root_pem=tls_files.root.read_text())
        world = World()
        order, _ = world.place()
        return world, order, lambda: world.open(order, ca)

    yield start
    for one in started:
        one.stop()


def ended(opening: Opening, replies: Replies) -> Failure:
    """Why the order has ended."""
    world, order, run = opening(replies)
    with pytest.raises(OrderFailed):
        run()
    world.close(order, "OrderFailed")
    failure = world.stored(order).failure
    assert failure is not None
    return failure


def listing(scheme: str) -> bytes:
    """A directory whose addresses begin so."""
    fields = ("newNonce", "newAccount", "newOrder")
    return json.dumps({field: f"{scheme}ca.example.test/{field}" for field in fields}).encode()


NO_DIRECTORY = {
    "moved": (answer(301, Location="/moved/dir"), "301", "redirects to /moved/dir"),
    "moved, to nowhere": (answer(308), "308", "redirects to no address"),
    "not there": (answer(404, PAGE, Content_Type=HTML), "404", "set AcmeDirectoryUrl"),
    "forbidden": (answer(403, PAGE, Content_Type=HTML), "403", "firewall"),
    "forbidden, by a problem": (answer(403, b'{"type": "about:blank", "title": "Forbidden"}'), "403: Forbidden", "set"),
    "a page": (answer(200, PAGE, Content_Type=HTML), "200", "but not with an ACME directory"),
    "another document": (
        answer(200, b'{"newNonce": "https://ca.example.test/"}'),
        "200",
        "but not with an ACME directory",
    ),
    "not https": (answer(200, listing("http://")), "200", "URLs without https"),
    "nothing": (answer(204), "204", "but not with an ACME directory"),
}


@pytest.mark.parametrize(("reply", "status", "said"), NO_DIRECTORY.values(), ids=NO_DIRECTORY.keys())
def test_an_address_that_gives_no_directory_is_named_as_the_parameter(
    opening: Opening, reply: bytes, status: str, said: str
) -> None:
    """At once, with what it answered and what to set; nothing of a page is repeated."""
    failure = ended(opening, {"GET /dir": reply})
    assert failure.code == "directory_unusable"
    for part in (f"answered {status}", "AcmeDirectoryUrl", said):
        assert part in failure.detail
    assert "policy" not in failure.detail


@pytest.mark.parametrize(
    ("asked", "reply", "status"),
    [
        ("HEAD /newNonce", answer(405, Allow="GET"), 405),
        ("HEAD /newNonce", answer(403, Content_Type=HTML), 403),
        ("POST /newAccount", answer(403, PAGE, Content_Type=HTML), 403),
        ("POST /newOrder", answer(403, PAGE, Content_Type=HTML), 403),
        ("POST /newOrder", answer(404, PAGE, Content_Type=HTML), 404),
        ("POST /newOrder", answer(302, Location="https://elsewhere.example.test/"), 302),
        ("POST /newOrder", answer(400, b'{"type": "about:blank"}'), 400),
        ("POST /newOrder", answer(403, b'{"type": "about:blank", "status": 403}'), 403),
    ],
    ids=["no HEAD", "no nonce", "no account", "page", "not there", "moved", "blank 400", "blank 403"],
)
def test_a_refusal_that_is_no_problem_document_says_status_and_request(
    opening: Opening, asked: str, reply: bytes, status: int
) -> None:
    """It was hardly the CA that refused, and whoever is responsible for the firewall wants to know what was asked."""
    failure = ended(opening, {asked: reply})
    method, path = asked.split(" ")
    assert (failure.code, failure.acme_type) == ("refused_by_ca", "")
    assert f"the CA answered {status} to {method} https://" in failure.detail
    assert path in failure.detail
    assert "policy" not in failure.detail
    assert "blank" not in failure.detail


@pytest.mark.parametrize("status", [429, 500, 502, 503])
@pytest.mark.parametrize("asked", ["GET /dir", "HEAD /newNonce", "POST /newOrder"])
def test_an_outage_is_passing_trouble_whatever_its_document(opening: Opening, asked: str, status: int) -> None:
    """A page, or a problem without a type: the order stays as it is, and the machine tries again."""
    for body in (PAGE, b'{"type": "about:blank", "detail": "busy"}'):
        world, order, run = opening({asked: answer(status, b"" if asked.startswith("HEAD") else body)})
        with pytest.raises(TransientError, match=f"the CA answered {status}"):
            run()
        assert world.stored(order).failure is None
