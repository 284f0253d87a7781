"""Every diagnosis of http-01, from real web servers that are wrong in one way each."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest

from certkeeper.adapters.lookout.lookout import ChallengeLookout
from certkeeper.domain.dns.findings import Finding, FindingCode
from infra.local.dns.server import DnsServer
from tests.integration.lookout.conftest import EXPECTED, NAME, http_expectation
from tests.integration.lookout.stranger import Behaviour, Stranger, answer

Start = Callable[..., Stranger]
PAGE = "<!doctype html><title>Welcome</title>"
RIGHT = answer("200 OK", EXPECTED)
MARKED = answer("200 OK", f"\ufeff{EXPECTED}")
TOKEN = EXPECTED.partition(".")[0]


def always(reply: bytes) -> Behaviour:
    """Says the same to everybody."""
    return lambda connection, _path: connection.sendall(reply)


def silent(connection: socket.socket, _path: str) -> None:
    """Takes the question and says nothing."""
    connection.recv(1)


@dataclass
class Scene:
    """What the name's DNS says, and where its web server is."""

    dns: DnsServer
    start: Start

    def check(self, port: int) -> Finding:
        """With the limits of production but for the addresses."""
        lookout = ChallengeLookout(
            nameserver=self.dns.address,
            http_port=port,
            allow_private=True,
            any_port=False,
            name_seconds=3,
            step_seconds=1,
        )
        (finding,) = lookout.check([http_expectation()])
        return finding

    def serve(self, reply: bytes) -> int:
        """A site that says this to everybody."""
        return self.start(always(reply)).port

    def redirect(self, target: str, reply: bytes) -> int:
        """A site that redirects what it is asked for once to a path of its own, and answers this there."""

        def behave(connection: socket.socket, path: str) -> None:
            moved = answer("302 Found", Location=target)
            connection.sendall(moved if "acme-challenge" in path else reply)

        return self.start(behave).port


@pytest.fixture(name="scene")
def a_scene(dns: DnsServer, stranger: Start) -> Scene:
    """The name leads to this machine."""
    return Scene(dns, stranger)


def no_address(scene: Scene) -> int:
    """An address that leads nowhere is none at all: only a name outside of .test has none here."""
    scene.dns.records.find = lambda _name, _kind: []  # type: ignore[method-assign, assignment]
    return 1


def closed(_scene: Scene) -> int:
    """Nobody listens."""
    return 1


C = FindingCode
DIAGNOSES: list[tuple[str, Callable[[Scene], int], FindingCode, str, str]] = [
    # what is wrong, how it comes about, the code, what is seen, what to change
    ("no address", no_address, C.NO_ADDRESS, "no A or AAAA", "add an A or AAAA record"),
    ("refused", closed, C.REFUSED, "refused by port 1", "start the web server"),
    ("time-out", lambda s: s.start(silent).port, C.TIMEOUT, "no answer in time", "firewall"),
    ("404", lambda s: s.serve(answer("404 Not Found")), C.NOT_FOUND, "404", "redirect /.well-known/"),
    ("403", lambda s: s.serve(answer("403 Forbidden")), C.HTTP_STATUS, "403", "from logins and filters"),
    ("wrong body", lambda s: s.serve(answer("200 OK", "older")), C.WRONG_CONTENT, "older", "exactly the expected"),
    ("page", lambda s: s.serve(answer("200 OK", PAGE)), C.WRONG_CONTENT, "a web page", "answers with a page"),
    ("mark in front", lambda s: s.serve(MARKED), C.WRONG_CONTENT, rf"\ufeff{EXPECTED}", "EF BB BF (a byte order mark)"),
    ("empty body", lambda s: s.serve(answer("200 OK", "\r\n")), C.WRONG_CONTENT, "", "the answer is empty"),
    ("token alone", lambda s: s.serve(answer("200 OK", TOKEN)), C.WRONG_CONTENT, f"{TOKEN} at", "the token alone"),
    ("login page", lambda s: s.redirect("/login", answer("200 OK", PAGE)), C.LOGIN_PAGE, "login at", "from the login"),
    ("login wall", lambda s: s.redirect("/sso/", answer("401 No")), C.LOGIN_PAGE, "401", "from the login"),
    ("home page", lambda s: s.redirect("/", answer("200 OK", PAGE)), C.WRONG_CONTENT, "a web page", "front page"),
    ("port", lambda s: s.redirect(f"http://{NAME}:8080/x", RIGHT), C.REDIRECT_PORT, "port 8080", "port 80 or 443"),
    ("scheme", lambda s: s.redirect("ftp://x/", RIGHT), C.REDIRECT_REFUSED, "ftp:", "http or https"),
    ("circle", lambda s: s.redirect(".", answer("302 Found", Location=".")), C.TOO_MANY_REDIRECTS, "circle", "once"),
]


@pytest.mark.parametrize(
    ("arrange", "code", "seen", "advice"), [row[1:] for row in DIAGNOSES], ids=[row[0] for row in DIAGNOSES]
)
def test_each_mistake_has_its_code_and_says_what_to_change(
    scene: Scene, arrange: Callable[[Scene], int], code: FindingCode, seen: str, advice: str
) -> None:
    """And shows what was seen there."""
    finding = scene.check(arrange(scene))
    assert finding.code is code
    assert seen in finding.seen
    assert advice in finding.advice


@pytest.mark.parametrize("over_v6", [answer("404 Not Found"), answer("200 OK", PAGE)])
def test_ipv6_that_answers_differently_is_named(scene: Scene, over_v6: bytes) -> None:
    """IPv4 is right, and the CA does not go there: it goes to IPv6 first, and stays where it is answered."""
    port = scene.serve(RIGHT)
    other = _over_ipv6(port, over_v6)
    scene.dns.records.put(NAME, "AAAA", ["::1"])
    finding = scene.check(port)
    other.close()
    assert finding.code is FindingCode.IPV6_DIFFERS
    assert finding.seen.startswith("over IPv6 (::1): ")
    assert "AAAA record" in finding.advice


def test_where_both_are_wrong_the_mistake_itself_is_named(scene: Scene) -> None:
    """IPv6 is not to blame then."""
    port = scene.serve(answer("404 Not Found"))
    other = _over_ipv6(port, answer("404 Not Found"))
    scene.dns.records.put(NAME, "AAAA", ["::1"])
    finding = scene.check(port)
    other.close()
    assert finding.code is FindingCode.NOT_FOUND


def _over_ipv6(port: int, reply: bytes) -> socket.socket:
    """A server at the same port of the other loopback; skips on a machine without one."""
    try:
        listening = socket.create_server(("::1", port), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 on its loopback")

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection:
                    connection.recv(65_536)
                    connection.sendall(reply)

    threading.Thread(target=serve, daemon=True).start()
    return listening
