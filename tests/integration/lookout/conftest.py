"""A name server, strangers' web servers, and a lookout that may go to them."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from certkeeper.adapters.lookout.lookout import ChallengeLookout
from certkeeper.domain.dns.findings import Expectation, Finding
from certkeeper.domain.orders.challenges import Challenge
from certkeeper.domain.orders.order import expectation
from infra.local.dns.server import DnsServer
from infra.local.tls_authority import write_tls_files
from tests.integration.lookout.stranger import Behaviour, Stranger

NAME = "shop.example.test"
NAME_SECONDS = 4.0
STEP_SECONDS = 2.0
SLACK_SECONDS = 20.0
"""A busy machine is late; whoever did not leave would stay for ever, or for minutes."""


def http_expectation(name: str = NAME) -> Expectation:
    """What http-01 wants to see for a name."""
    return expectation(name, Challenge("http-01", "https://ca.example.test/1", "token"), "thumbprint")


def dns_expectation(name: str = NAME) -> Expectation:
    """What dns-01 wants to see for a name."""
    return expectation(name, Challenge("dns-01", "https://ca.example.test/1", "token"), "thumbprint")


EXPECTED = http_expectation().expected


class Check(Protocol):
    """Checks for one name's http-01 challenge on a port."""

    def __call__(
        self, port: int, *, allow_private: bool = True, name: str = NAME, seconds: float = NAME_SECONDS
    ) -> Finding:
        """What was found, in `seconds` at the most."""


@pytest.fixture(name="dns")
def a_name_server() -> Iterator[DnsServer]:
    """Every name below .test is this machine."""
    server = DnsServer()
    yield server
    server.stop()


@pytest.fixture(name="stranger")
def some_strangers() -> Iterator[Callable[..., Stranger]]:
    """Makes servers, and stops them all."""
    started: list[Stranger] = []

    def start(behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> Stranger:
        started.append(Stranger(behaviour, tls))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture(name="check")
def a_check(dns: DnsServer) -> Check:
    """Some seconds for a name, fewer for a step: the tests do not wait longer, and a busy machine makes it."""

    def check(port: int, *, allow_private: bool = True, name: str = NAME, seconds: float = NAME_SECONDS) -> Finding:
        lookout = ChallengeLookout(
            nameserver=dns.address,
            http_port=port,
            allow_private=allow_private,
            name_seconds=seconds,
            step_seconds=STEP_SECONDS,
        )
        (finding,) = lookout.check([http_expectation(name)])
        return finding

    return check


@pytest.fixture(name="tls")
def a_tls_server(tmp_path: Path) -> ssl.SSLContext:
    """A certificate of a CA that nobody trusts, for another name."""
    files = write_tls_files(tmp_path, datetime.now(UTC))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.private_key)
    return context
