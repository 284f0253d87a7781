"""`ports.events.EventBus` in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.events import entry_of
from tests.event_schemas import STACK, assert_promised

if TYPE_CHECKING:
    from certkeeper.domain.events import Event


class FakeEventBus:
    """Fulfils `ports.events.EventBus`. `published` are the events in order, repeats included; each keeps its schema."""

    def __init__(self) -> None:
        self.published: list[Event] = []

    def publish(self, event: Event) -> None:
        """See `EventBus.publish`."""
        assert_promised(entry_of(event, STACK))
        self.published.append(event)
