"""All names of an order side by side: each is one thread that mostly waits."""

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
NAME_SECONDS = 10.0
"""For one name, redirects and all: with the rest of a request it stays below API Gateway's 29 s."""
STEP_SECONDS = 5.0
"""For one question, one connection, one read."""


class ChallengeLookout:
    """`ports.challenges.Lookout`.

    `nameserver`: host:port of the resolver to begin with, or empty for the system's. For the local world only:
    `dns_port` and `http_port` stand for ports 53 and 80, `allow_private` lets looks go to any address, and `any_port`
    (the same unless given) lets redirects go to any port. `queries` counts the DNS queries of all looks by name.
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
        """One finding for each, in their order. Never raises for what a stranger's server or DNS does."""
        # Here, not above: dnspython is a seventh of a cold start, and many a request ends before it looks.
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
