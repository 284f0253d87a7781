"""The schedule: a sweep at its time, and once more where the process ended in the middle."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.notices.days import DEFAULT_NOTICE_DAYS
from certkeeper.services.notices.policies import Policies
from certkeeper.services.sweep.look_after import Caretaker
from certkeeper.services.sweep.questions import Questions
from certkeeper.services.sweep.sweep import sweep
from tests.integration.machine.aws.calls import Crash

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from certkeeper.services.sweep.sweep import Swept
    from tools.soak.simulation.timeline import Timeline
    from tools.soak.wiring.faults import Trouble
    from tools.soak.wiring.ports import Ports

MAX_REPEATS = 2
"""Of an asynchronous invocation that ended with an error: Lambda's default, a minute later and two more."""
SECONDS = 900.0
"""What is left of a sweep's time, always: it is the simulated clock that moves."""


@dataclass
class Sweeps:
    """`run` counts the sweeps, `looks` the certificates looked at, `unexpected` what was raised and does not pass."""

    ports: Ports
    timeline: Timeline
    trouble: Trouble
    random: Random
    new_id: Callable[[], str]
    run: int = 0
    looks: int = 0
    unexpected: Counter[str] = field(default_factory=Counter)

    def sweep(self, now: datetime, tries: int = 0) -> None:
        """`now` is the moment that stands in the schedule's event, also when Lambda repeats it."""
        if self.trouble.no_sweeps:
            return
        self.run += 1
        try:
            self._note(sweep(self._caretaker(), seconds_left=lambda: SECONDS, workers=1, now=now))
        except Crash:
            if tries < MAX_REPEATS:
                again = self.timeline.clock.now + timedelta(minutes=tries + 1)
                self.timeline.plan(again, lambda: self.sweep(now, tries + 1))

    def _caretaker(self) -> Caretaker:
        ports = self.ports
        return Caretaker(
            renewals=ports.renewals,
            orders=ports.orders,
            rations=ports.rations,
            machine=ports.machine,
            event_bus=ports.event_bus,
            policies=Policies(ports.scopes, DEFAULT_NOTICE_DAYS),
            questions=Questions(ports.renewal_infos),
            new_id=self.new_id,
            pick=self._pick,
            on_failure=lambda *_: None,
        )

    def _note(self, swept: Swept) -> None:
        self.looks += swept.looked
        self.unexpected.update(name for _, name in swept.failed if name != "TransientError")

    def _pick(self, start: datetime, end: datetime) -> datetime:
        return start + timedelta(seconds=int(self.random.random() * (end - start).total_seconds()))
