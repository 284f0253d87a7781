"""Events: published, and those whose consumers have failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.domain.events import Event


class EventBus(Protocol):
    """Publishes changes to whoever subscribes to them."""

    def publish(self, event: Event) -> None:
        """Publishes the event at least once; whoever consumes it drops what has an id that came before."""


@dataclass(frozen=True, slots=True)
class UnfinishedEvent:
    """An event that somebody could not deal with; None where it cannot be read. `receipt` is for `forget`.

    `message_id` is what the queue calls it: the one name that an unreadable event has.
    Where it is `of_another_stack` there is nothing to deal with, and it is not read.
    """

    receipt: str
    event: Event | None
    message_id: str = ""
    of_another_stack: bool = False


class UnfinishedEvents(Protocol):
    """Events whose consumers have failed however often they were tried."""

    def take(self) -> Sequence[UnfinishedEvent]:
        """Some of them, hidden from others for a while; none when there are no more. Not forgotten, they come back."""

    def forget(self, event: UnfinishedEvent) -> None:
        """Takes the event off the queue: it was dealt with."""
