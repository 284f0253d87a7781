"""The schedule: a sweep at its time, and once more where the process ended in the middle."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.notices.days import DEFAULT_NOTICE_DAYS
from certkeeper.services.notices.policies import NoticePolicies
from certkeeper.services.sweep.certificate_sweep import CertificateSweeper
from certkeeper.services.sweep.circuit_breaker import CircuitBreaker
from certkeeper.services.sweep.sweep import sweep
from tests.integration.machine.aws.calls import Crash

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from certkeeper.services.sweep.sweep import SweepCounts
    from tools.soak.simulation.timeline import Timeline
    from tools.soak.wiring.faults import FaultInjector
    from tools.soak.wiring.ports import Ports

MAX_REPEATS = 2
"""Of an asynchronous invocation that ended with an error: Lambda's default, a minute later and two more."""
SECONDS = 900.0
"""What is left of a sweep's time, always: it is the simulated clock that moves."""


@dataclass
class Sweeps:
    """`run` counts the sweeps, `checks` the certificates checked, `unexpected` errors that do not pass."""

    ports: Ports
    timeline: Timeline
    faults: FaultInjector
    random: Random
    new_id: Callable[[], str]
    run: int = 0
    checks: int = 0
    unexpected: Counter[str] = field(default_factory=Counter)

    def sweep(self, now: datetime, tries: int = 0) -> None:
        """Run a sweep at `now`, the time in the schedule's event, and after a crash again, as often as Lambda tries.

        `tries` are those before.
        """
        if self.faults.sweeps_paused:
            return
        self.run += 1
        try:
            self._note(sweep(self._sweeper(), seconds_left=lambda: SECONDS, workers=1, now=now))
        except Crash:
            if tries < MAX_REPEATS:
                again = self.timeline.clock.now + timedelta(minutes=tries + 1)
                self.timeline.schedule(again, lambda: self.sweep(now, tries + 1))

    def _sweeper(self) -> CertificateSweeper:
        ports = self.ports
        return CertificateSweeper(
            renewals=ports.renewals,
            orders=ports.orders,
            rate_limits=ports.rate_limits,
            machine=ports.machine,
            event_bus=ports.event_bus,
            notice_policies=NoticePolicies(ports.scopes, DEFAULT_NOTICE_DAYS),
            circuit_breaker=CircuitBreaker(ports.renewal_infos),
            new_id=self.new_id,
            random_moment=self._random_moment,
            on_failure=lambda *_: None,
        )

    def _note(self, swept: SweepCounts) -> None:
        self.checks += swept.checked
        self.unexpected.update(name for _, name in swept.failed if name != "TransientError")

    def _random_moment(self, start: datetime, end: datetime) -> datetime:
        return start + timedelta(seconds=int(self.random.random() * (end - start).total_seconds()))
