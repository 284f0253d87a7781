"""Hostile servers, and how little a check lets them do."""

import socket
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certkeeper.adapters.deadline import Deadline
from certkeeper.adapters.lookout.dns.dns_client import DnsClient
from certkeeper.adapters.lookout.dns.resolver import Resolver
from certkeeper.adapters.lookout.http.fetching import reachable_addresses
from certkeeper.adapters.lookout.http.target import Limits
from certkeeper.adapters.lookout.lookout import ChallengeLookout
from certkeeper.adapters.lookout.outcome import NotReady
from certkeeper.domain.dns.findings import FindingCode
from infra.local.dns.server import DnsServer
from tests.integration.lookout.conftest import (
    EXPECTED,
    NAME,
    NAME_SECONDS,
    SLACK_SECONDS,
    STEP_SECONDS,
    Check,
    http_expectation,
)
from tests.integration.lookout.stranger import Behaviour, Stranger, answer

Start = Callable[..., Stranger]
LONG_SECONDS = 90.0


def dripping(head: bytes, drop: bytes) -> Behaviour:
    """Sends a beginning, then drop after drop, for ever."""

    def behave(connection: socket.socket, _path: str) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(drop)
            time.sleep(0.05)

    return behave


def flooding(head: bytes, sent: list[int]) -> Behaviour:
    """Sends as fast as it can, and notes how much went out."""

    def behave(connection: socket.socket, _path: str) -> None:
        connection.sendall(head)
        while True:
            sent.append(connection.send(b"x" * 65_536))

    return behave


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 87\r\n\r\n", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["status", "headers", "header", "body", "continue"],
)
def test_a_server_that_drips_is_left_in_time(stranger: Start, check: Check, head: bytes, drop: bytes) -> None:
    """Each byte comes in time, the whole does not: a name's seconds are its seconds."""
    started = time.monotonic()
    finding = check(stranger(dripping(head, drop)).port)
    assert time.monotonic() - started < NAME_SECONDS + SLACK_SECONDS
    assert finding.code in {FindingCode.TIMEOUT, FindingCode.UNREACHABLE, FindingCode.WRONG_CONTENT}


def test_a_server_that_says_nothing_is_left_in_time(stranger: Start, check: Check) -> None:
    """One step's time, not the name's whole."""
    started = time.monotonic()
    finding = check(stranger(lambda _connection, _path: time.sleep(LONG_SECONDS)).port, seconds=LONG_SECONDS)
    assert time.monotonic() - started < STEP_SECONDS + SLACK_SECONDS
    assert finding.code is FindingCode.TIMEOUT
    assert "firewall" in finding.advice


def test_a_server_that_is_busy_for_ever_is_left_in_time(stranger: Start, check: Check) -> None:
    """Asked again while there is time, and then it is what it is."""

    def busy(connection: socket.socket, _path: str) -> None:
        time.sleep(0.6)
        connection.sendall(answer("503 Service Unavailable"))

    started = time.monotonic()
    finding = check(stranger(busy).port)
    assert time.monotonic() - started < NAME_SECONDS + SLACK_SECONDS
    assert finding.code is FindingCode.HTTP_STATUS


def test_a_busy_server_that_then_says_nothing_is_still_a_busy_one(stranger: Start, check: Check) -> None:
    """What was said counts, not that Certkeeper's time ran out, nor where it did."""
    said: list[str] = []

    def busy_once(connection: socket.socket, path: str) -> None:
        said.append(path)
        if len(said) == 1:
            connection.sendall(answer("503 Service Unavailable"))

    assert check(stranger(busy_once).port).code is FindingCode.HTTP_STATUS
    assert len(said) > 1


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b""], ids=["body", "header", "raw"]
)
def test_a_flood_is_cut_off(stranger: Start, check: Check, head: bytes) -> None:
    """Whatever is sent, about as much is taken as fits into the kernel's buffers."""
    sent: list[int] = []
    finding = check(stranger(flooding(head, sent)).port)
    assert not finding.ready
    assert sum(sent) < 20_000_000


def test_a_text_with_more_behind_it_is_not_ready(stranger: Start, check: Check) -> None:
    """Only the expected text, and white space within the 128 bytes that Let's Encrypt reads."""
    behave: Behaviour = lambda connection, _path: connection.sendall(answer("200 OK", EXPECTED + " " * 200 + "x"))  # noqa: E731
    assert check(stranger(behave).port).code is FindingCode.WRONG_CONTENT


def test_a_connection_that_breaks_off_is_unreachable(stranger: Start, check: Check) -> None:
    """Closed without a word."""
    finding = check(stranger(lambda _connection, _path: None).port)
    assert finding.code is FindingCode.UNREACHABLE


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 301 Moved\r\nLocation: "]))
def test_no_bytes_raise(stranger: Start, check: Check, rest: bytes, head: bytes) -> None:
    """Whatever a server sends comes out as a finding that prints."""
    server = stranger(lambda connection, _path: connection.sendall(head + rest))
    finding = check(server.port)
    server.stop()
    assert not finding.ready
    assert finding.seen.isprintable()
    assert finding.advice


def test_a_private_address_is_not_visited(stranger: Start, check: Check) -> None:
    """The name leads inside: the server there never gets a request."""
    server = stranger(lambda connection, _path: connection.sendall(answer("200 OK", EXPECTED)))
    finding = check(server.port, allow_private=False)
    assert finding.code is FindingCode.PRIVATE_ADDRESS
    assert finding.seen == f"{NAME} leads to 127.0.0.1"
    assert server.requests == []


def test_private_addresses_among_public_ones_are_left_out(dns: DnsServer) -> None:
    """A name that names both leads to the public one only."""
    dns.records.put(NAME, "A", ["10.0.0.1", "93.184.215.14", "169.254.169.254"])
    dns.records.put(NAME, "AAAA", ["fd00::1"])
    found = reachable_addresses(NAME, Resolver(dns.address), Limits(), DnsClient(Deadline(3, 1)))
    assert [str(address) for address in found] == ["93.184.215.14"]


def test_a_name_that_moves_inside_between_two_checks_is_checked_anew(dns: DnsServer) -> None:
    """DNS rebinding: there is no moment between the check and the connection in which the name is asked again."""
    resolver, limits = Resolver(dns.address), Limits()
    dns.records.put(NAME, "A", ["93.184.215.14"])
    assert reachable_addresses(NAME, resolver, limits, DnsClient(Deadline(3, 1)))
    dns.records.put(NAME, "A", ["169.254.169.254"])
    with pytest.raises(NotReady) as refused:
        reachable_addresses(NAME, resolver, limits, DnsClient(Deadline(3, 1)))
    assert refused.value.code is FindingCode.PRIVATE_ADDRESS


def test_a_check_connects_to_the_address_that_it_checked(stranger: Start, check: Check, dns: DnsServer) -> None:
    """The name is asked for once per visit: an answer that changes with each question changes nothing."""
    server = stranger(lambda connection, _path: connection.sendall(answer("200 OK", EXPECTED)))
    asked: list[str] = []
    find = dns.records.find

    def changing(name: object, kind: int) -> list[str]:
        if kind in {1, 28}:  # A and AAAA
            asked.append(str(name))
        return ["127.0.0.1"] if kind == 1 and len(asked) <= 2 else ["127.0.0.99"] if kind == 1 else find(name, kind)  # type: ignore[arg-type]

    dns.records.find = changing  # type: ignore[method-assign]
    assert check(server.port).ready
    assert len(asked) == 2  # A and AAAA, once


def test_a_hundred_slow_names_take_no_longer_than_one(stranger: Start, dns: DnsServer) -> None:
    """They are searched for side by side, and come back in their order."""

    def slow(connection: socket.socket, _path: str) -> None:
        time.sleep(1)
        connection.sendall(answer("200 OK", EXPECTED))

    names = [f"s{number}.example.test" for number in range(100)]
    lookout = ChallengeLookout(nameserver=dns.address, http_port=stranger(slow).port, allow_private=True)
    started = time.monotonic()
    findings = lookout.check([http_expectation(name) for name in names])
    assert time.monotonic() - started < 60  # one after the other they would take 100 s
    assert [finding.name for finding in findings] == names
    assert all(finding.ready for finding in findings)
