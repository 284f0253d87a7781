"""The lookout: the names of an order are checked side by side, each in a thread that mostly waits (ADR 17)."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from certkeeper.adapters.deadline import Deadline
from certkeeper.adapters.lookout.http import verdicts
from certkeeper.adapters.lookout.http.target import PORTS, Limits
from certkeeper.adapters.lookout.outcome import NotReady
from certkeeper.domain.clock import Clock, utc_now
from certkeeper.domain.dns.findings import Finding, FindingCode
from certkeeper.domain.dns.names import MAX_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.lookout.check_run import CheckRun
    from certkeeper.domain.dns.findings import Expectation

DNS_PORT = 53
"""The port of name servers (RFC 1035 section 4.2)."""
NAME_SECONDS = 10.0
"""The longest time of the check of one name with all its redirects.

The whole request stays below the 29 s of API Gateway.
"""
STEP_SECONDS = 5.0
"""The longest time of one DNS query, one connection, or one read."""


class ChallengeLookout:
    """Checks of challenges from outside; fulfils `ports.challenges.Lookout`.

    `nameserver` is the resolver to begin with, as host:port, or empty for the system's. The following are for the local
    world only: `dns_port` and `http_port` stand for the ports 53 and 80, `allow_private` lets checks connect to any
    address, and `any_port` (as `allow_private` unless given) lets redirects lead to any port. `name_seconds` and
    `step_seconds` bound each name and each step. `queries` counts the DNS queries of all checks by name.
    """

    def __init__(
        self,
        *,
        nameserver: str = "",
        dns_port: int = DNS_PORT,
        http_port: int = PORTS["http"],
        allow_private: bool = False,
        any_port: bool | None = None,
        name_seconds: float = NAME_SECONDS,
        step_seconds: float = STEP_SECONDS,
        clock: Clock = utc_now,
    ) -> None:
        self.queries: Counter[str] = Counter()
        self._nameserver = nameserver
        self._dns_port = dns_port
        self._limits = Limits(http_port, allow_private, allow_private if any_port is None else any_port)
        self._name_seconds = name_seconds
        self._step_seconds = step_seconds
        self._clock = clock

    def check(self, expectations: Sequence[Expectation]) -> tuple[Finding, ...]:
        """Check all expectations and return one finding for each, in their order.

        Nothing is raised for what other people's servers or DNS do.
        """
        # Not at the top of the module: dnspython is a seventh of a cold start, and many requests end before a check.
        from certkeeper.adapters.lookout.check_run import CheckRun  # noqa: PLC0415

        check_run = CheckRun(expectations, self._nameserver, self._dns_port, self._limits, self._clock())
        # A thread for each name that an order may have: all of them together take no longer than one.
        with ThreadPoolExecutor(MAX_NAMES, thread_name_prefix="lookout") as threads:
            return tuple(threads.map(partial(self._finding, check_run), expectations))

    def _finding(self, check_run: CheckRun, expectation: Expectation) -> Finding:
        from certkeeper.adapters.lookout.dns.dns_client import DnsClient  # noqa: PLC0415 - as above

        code, seen, advice = FindingCode.READY, expectation.expected, verdicts.READY
        where, expected = expectation.where, expectation.expected
        dns_client = DnsClient(Deadline(self._name_seconds, self._step_seconds))
        try:
            server = check_run.check(expectation, dns_client)
        except NotReady as outcome:
            code, seen, advice, server = outcome.code, outcome.seen, outcome.advice, outcome.server
            where, expected = outcome.where or where, outcome.expected or expected
        self.queries[expectation.name] += dns_client.queries
        return Finding(
            name=expectation.name,
            challenge=expectation.challenge,
            code=code,
            where=where,
            expected=expected,
            seen=seen,
            advice=advice,
            checked_at=self._clock(),
            server=server,
        )
