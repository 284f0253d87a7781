"""`python -m tools.bench.dns_queries`: how many DNS queries Certkeeper's own check sends for a name.

The real lookout against real name servers of the loopback: a resolver, and zones with four servers each, as Route 53
gives them, all of which are asked. CAA is looked up as for a CA that says how its records name it.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from certkeeper.domain.orders.challenges import Challenge, ChallengeType
from certkeeper.domain.orders.order import expectation
from tests.integration.lookout.small_internet import SmallInternet
from tests.integration.lookout.stranger import Stranger, answer
from tools.bench.tables import dns_queries_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from certkeeper.domain.dns.findings import Expectation
    from tests.integration.lookout.small_internet import Authority

SERVERS = 4
"""https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html: of every hosted zone."""
MAX_NAMES = 100
ZONE = "example.test"
DELEGATION_ZONE = "acme.test"
ISSUERS = ("ca.example",)
TIMEOUT_SECONDS = 20.0
"""For a name and for a step: who asks again because this machine is busy, counts twice."""


@dataclass(frozen=True, slots=True)
class Queries:
    """What one check of `names` names has sent."""

    kind: str
    names: int
    total: int

    @property
    def per_name(self) -> float:
        """On the average: who comes first asks for what all share."""
        return self.total / self.names


def count_dns_queries() -> list[Queries]:
    """Return the queries for one name, and for as many of one zone as an order can have, for each way of proof."""
    return [
        count_queries(kind, names)
        for kind in ("dns-01", "dns-01 through a CNAME", "http-01")
        for names in (1, MAX_NAMES)
    ]


def count_queries(kind: str, names: int) -> Queries:
    """Return the queries of one check of so many names, with a kind of proof that is in place everywhere.

    A proof that is not in place costs a query or two more.
    """
    with _internet() as (net, zone, delegation_zone):
        site = Stranger(lambda connection, path: connection.sendall(answer("200 OK", f"{_token(path)}.thumbprint")))
        challenge = ChallengeType.HTTP_01 if kind == "http-01" else ChallengeType.DNS_01
        expectations = [_expectation(f"s{number}.{ZONE}", challenge) for number in range(names)]
        if kind == "dns-01 through a CNAME":
            expectations = [replace(one, alias=f"{one.name}.{DELEGATION_ZONE}") for one in expectations]
        for one in expectations:
            _put(one, zone, delegation_zone)
        lookout = net.lookout(http_port=site.port, name_seconds=TIMEOUT_SECONDS, step_seconds=TIMEOUT_SECONDS)
        findings = lookout.check(expectations)
        site.stop()
    assert all(one.ready for one in findings), findings
    return Queries(kind, names, lookout.queries.total())


@contextmanager
def _internet() -> Iterator[tuple[SmallInternet, Sequence[Authority], Sequence[Authority]]]:
    net = SmallInternet()
    try:
        yield net, net.zone(ZONE, servers=SERVERS), net.zone(DELEGATION_ZONE, servers=SERVERS)
    finally:
        net.stop()


def _expectation(name: str, challenge: ChallengeType) -> Expectation:
    wanted = expectation(name, Challenge(challenge, "https://ca.example.test/1", "token"), "thumbprint")
    return replace(wanted, issuers=ISSUERS)


def _put(wanted: Expectation, zone: Sequence[Authority], delegation_zone: Sequence[Authority]) -> None:
    for server in zone:
        server.put(wanted.name, "A", "127.0.0.1")
        if wanted.alias:
            server.put(wanted.where, "CNAME", f"{wanted.alias}.")
        elif wanted.challenge is ChallengeType.DNS_01:
            server.text(wanted.where, wanted.expected)
    for server in delegation_zone if wanted.alias else ():
        server.text(wanted.alias, wanted.expected)


def _token(path: str) -> str:
    return path.rpartition("/")[2]


if __name__ == "__main__":
    sys.stdout.write(dns_queries_table(count_dns_queries()) + "\n")
