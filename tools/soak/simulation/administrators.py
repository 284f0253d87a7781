"""Administrators, who get notices, set records and upload successors, after some hours or days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.events import EventType

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from certkeeper.domain.clock import Clock
    from certkeeper.domain.events import Event

    Action = Callable[[str], None]

MAX_HOURS = 60
"""Over a weekend."""


@dataclass
class Notice:
    """One event as it was received. `sent` counts publishes; those after the first are repeats under the same id."""

    event: Event
    at: datetime
    sent: int = 1


@dataclass
class Administrators:
    """Fulfils `ports.events.EventBus`. Of all publishes, Step Functions' unique names make one notice per event id.

    `received` are the notices by event id. `contradictory` are ids that came back with another content.

    `set_records` is called with the order, `upload_successor` with the certificate, when an administrator acts.
    """

    clock: Clock
    random: Random
    schedule: Callable[[datetime, Callable[[], None]], None]
    set_records: Action = lambda _order_id: None
    upload_successor: Action = lambda _certificate_id: None
    unattended: set[str] = field(default_factory=set)
    received: dict[str, Notice] = field(default_factory=dict)
    by_certificate: defaultdict[str, list[Notice]] = field(default_factory=lambda: defaultdict(list))
    contradictory: list[str] = field(default_factory=list)

    def publish(self, event: Event) -> None:
        """Record the event, and plan what an administrator does about it."""
        known = self.received.get(event.event_id)
        if known is None:
            self.received[event.event_id] = notice = Notice(event, self.clock())
            self.by_certificate[event.certificate_id].append(notice)
            self._act(event)
            return
        known.sent += 1
        if (known.event.type, known.event.detail) != (event.type, event.detail):
            self.contradictory.append(event.event_id)

    def _act(self, event: Event) -> None:
        if event.certificate_id in self.unattended:
            return
        if event.type is EventType.ACTION_REQUIRED:
            self._schedule(lambda: self.set_records(event.order_id))
        elif event.type is EventType.CERTIFICATE_EXPIRING:
            self._schedule(lambda: self.upload_successor(event.certificate_id))

    def _schedule(self, act: Callable[[], None]) -> None:
        hours = MAX_HOURS * self.random.random() ** 2
        self.schedule(self.clock() + timedelta(seconds=int(hours * 3600)), act)
