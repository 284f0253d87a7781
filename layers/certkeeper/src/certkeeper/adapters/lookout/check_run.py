"""One run of checks for all names of an order, which share what they have in common."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.dns.caa import check_caa
from certkeeper.adapters.lookout.dns.dns01 import check_dns01
from certkeeper.adapters.lookout.dns.persist01 import check_persist01
from certkeeper.adapters.lookout.dns.resolver import Resolver
from certkeeper.adapters.lookout.dns.verdicts import unanswered
from certkeeper.adapters.lookout.dns.zones import Zones
from certkeeper.adapters.lookout.http.http01 import check_http01
from certkeeper.adapters.lookout.outcome import DnsFailure
from certkeeper.domain.orders.challenges import ChallengeType

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.adapters.lookout.dns.dns_client import DnsClient
    from certkeeper.adapters.lookout.http.target import Limits
    from certkeeper.domain.dns.findings import Expectation


class CheckRun:
    """The checks of one call of the port. The module is imported at the first check only: it loads dnspython."""

    def __init__(
        self, expectations: Sequence[Expectation], nameserver: str, dns_port: int, limits: Limits, now: datetime
    ) -> None:
        self._resolver = Resolver(nameserver)
        self._zones = Zones(self._resolver, port=dns_port, allow_private=limits.allow_private)
        self._limits = limits
        self._now = now
        self._expected: defaultdict[str, set[str]] = defaultdict(set)
        for one in expectations:
            self._expected[one.where].add(one.expected)

    def check(self, expectation: Expectation, dns_client: DnsClient) -> str:
        """Check one expectation, with its DNS client, and return the name server that has what is expected.

        It is empty for http-01. Raises NotReady if something is missing or forbidden.
        """
        try:
            server = self._challenge(expectation, dns_client)
            check_caa(expectation, self._zones, dns_client)
        except DnsFailure as failure:
            raise unanswered(expectation.name, failure) from failure
        return server

    def _challenge(self, expectation: Expectation, dns_client: DnsClient) -> str:
        match expectation.challenge:
            case ChallengeType.HTTP_01:
                check_http01(expectation, self._resolver, self._limits, dns_client)
                return ""
            case ChallengeType.DNS_01:
                others = frozenset(self._expected[expectation.where] - {expectation.expected})
                return check_dns01(expectation, self._zones, dns_client, others)
            case ChallengeType.DNS_PERSIST_01:
                return check_persist01(expectation, self._zones, dns_client, self._now)
