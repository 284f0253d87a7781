"""One look at all names of an order: what they share is found out once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.dns.caa import look_caa
from certkeeper.adapters.lookout.dns.dns01 import look_dns
from certkeeper.adapters.lookout.dns.persist01 import look_persist
from certkeeper.adapters.lookout.dns.resolver import Resolver
from certkeeper.adapters.lookout.dns.verdicts import unanswered
from certkeeper.adapters.lookout.dns.zones import Zones
from certkeeper.adapters.lookout.http.http01 import look_http
from certkeeper.adapters.lookout.outcome import DnsFailure
from certkeeper.domain.orders.challenges import ChallengeType

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.adapters.lookout.dns.asking import Asker
    from certkeeper.adapters.lookout.http.target import Limits
    from certkeeper.domain.dns.findings import Expectation


class Looks:
    """Made for one call of the port, by a module that is imported at the first look only: it brings dnspython."""

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

    def check(self, expectation: Expectation, asker: Asker) -> str:
        """The name server that has what is expected, or empty for http-01. Raises NotReady."""
        try:
            server = self._challenge(expectation, asker)
            look_caa(expectation, self._zones, asker)
        except DnsFailure as failure:
            raise unanswered(expectation.name, failure) from failure
        return server

    def _challenge(self, expectation: Expectation, asker: Asker) -> str:
        match expectation.challenge:
            case ChallengeType.HTTP_01:
                look_http(expectation, self._resolver, self._limits, asker)
                return ""
            case ChallengeType.DNS_01:
                others = frozenset(self._expected[expectation.where] - {expectation.expected})
                return look_dns(expectation, self._zones, asker, others)
            case ChallengeType.DNS_PERSIST_01:
                return look_persist(expectation, self._zones, asker, self._now)
