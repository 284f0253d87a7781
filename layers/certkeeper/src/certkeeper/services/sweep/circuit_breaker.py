"""A circuit breaker: a sweep stops asking the CA for renewal windows if the CA is down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertkeeperError

if TYPE_CHECKING:
    from certkeeper.domain.renewal.renewal_info import RenewalInfo
    from certkeeper.ports.renewals import RenewalInfos

MAX_FAILURES_IN_A_ROW = 5
"""Failures in a row, in one sweep, after which the CA is not asked any more.

Each may take ten seconds, and after an outage a thousand certificates ask at once.
"""


@dataclass(slots=True)
class CircuitBreaker:
    """The requests of one sweep for renewal windows."""

    renewal_infos: RenewalInfos
    _failures: int = 0

    def ask(self, ari_id: str) -> RenewalInfo | None:
        """Ask the CA about a certificate, by its `ari_id`, and return the answer; None where it does not answer.

        After `MAX_FAILURES_IN_A_ROW` failures it returns None without asking.
        """
        if self._failures >= MAX_FAILURES_IN_A_ROW:
            return None
        try:
            info = self.renewal_infos.ask(ari_id)
        except CertkeeperError:
            self._failures += 1
            return None
        self._failures = 0
        return info
