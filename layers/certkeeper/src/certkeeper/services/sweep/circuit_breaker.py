"""Asking the CA when it wants renewals, without letting a CA that is down hold up the sweep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertkeeperError

if TYPE_CHECKING:
    from certkeeper.domain.renewal.renewal_info import RenewalInfo
    from certkeeper.ports.renewals import RenewalInfos

MAX_FAILURES_IN_A_ROW = 5
"""In a row, in one sweep: each may cost ten seconds, and a thousand certificates ask at once after an outage."""


@dataclass(slots=True)
class CircuitBreaker:
    """For one sweep."""

    renewal_infos: RenewalInfos
    _failures: int = 0

    def ask(self, ari_id: str) -> RenewalInfo | None:
        """The answer, or None: from here on nobody is asked any more where it stays silent."""
        if self._failures >= MAX_FAILURES_IN_A_ROW:
            return None
        try:
            info = self.renewal_infos.ask(ari_id)
        except CertkeeperError:
            self._failures += 1
            return None
        self._failures = 0
        return info
