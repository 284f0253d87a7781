"""What happens when: events in the order of their moments, and a clock that jumps from one to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Happening = Callable[[], None]


@dataclass
class Timeline:
    """`clock` is what everybody in the simulated world reads. Of one moment, what was planned first happens first."""

    clock: FakeClock
    _planned: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    _places: count[int] = field(default_factory=count)

    def plan(self, at: datetime, happening: Happening) -> None:
        """Lets it happen at a moment, or now where that has passed."""
        heappush(self._planned, (max(at, self.clock.now), next(self._places), happening))

    def run(self, end: datetime) -> None:
        """Until nothing is planned before `end`; then it is that late."""
        while self._planned and self._planned[0][0] < end:
            at, _, happening = heappop(self._planned)
            self.clock.now = at
            happening()
        self.clock.now = end
