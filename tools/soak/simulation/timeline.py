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

    Action = Callable[[], None]


@dataclass
class Timeline:
    """`clock` is the clock of the simulated world. Actions of one moment run in their order."""

    clock: FakeClock
    _scheduled: list[tuple[datetime, int, Action]] = field(default_factory=list)
    _places: count[int] = field(default_factory=count)

    def schedule(self, at: datetime, action: Action) -> None:
        """Schedule an action at a moment, or now where that has passed."""
        heappush(self._scheduled, (max(at, self.clock.now), next(self._places), action))

    def run(self, end: datetime) -> None:
        """Until nothing is planned before `end`; then it is that late."""
        while self._scheduled and self._scheduled[0][0] < end:
            at, _, action = heappop(self._scheduled)
            self.clock.now = at
            action()
        self.clock.now = end
