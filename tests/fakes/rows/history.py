"""`ports.events.History` in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.domain.events import Event


class FakeHistory:
    """Fulfils `ports.events.History`."""

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}

    def keep(self, event: Event) -> None:
        """See `History.keep`."""
        before = self._events.get(event.event_id, event)
        self._events[event.event_id] = min(before, event, key=lambda each: each.occurred_at)

    def of(self, certificate_id: str) -> tuple[Event, ...]:
        """See `History.of`."""
        held = [event for event in self._events.values() if event.certificate_id == certificate_id]
        newest_first = sorted(held, key=lambda event: (event.occurred_at, event.event_id), reverse=True)
        return tuple(newest_first[:50])
