"""Publishing events, and the events with consumers that have failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.domain.events import Event


class EventBus(Protocol):
    """The event bus to which events are published."""

    def publish(self, event: Event) -> None:
        """Publish the event at least once; consumers drop an event with an id that they have processed."""


@dataclass(frozen=True, slots=True)
class UnfinishedEvent:
    """A message about an event that a consumer could not process.

    `receipt` is what `forget` needs. `event` is None where the message cannot be read: then `message_id`, the queue's
    id, names it. An event `of_another_stack` is not read, and nothing has to be done for it. `times_taken` counts how
    often the message was taken, this time included. `body` is the message as it came.
    """

    receipt: str
    event: Event | None
    message_id: str = ""
    of_another_stack: bool = False
    times_taken: int = 1
    body: str = ""


class UnfinishedEvents(Protocol):
    """The queue of events with consumers that have failed in every retry."""

    def take(self) -> Sequence[UnfinishedEvent]:
        """Return some of the messages, hidden from other readers for a while; none when the queue is empty.

        A message that is not forgotten comes back.
        """

    def forget(self, event: UnfinishedEvent) -> None:
        """Delete the message of the event from the queue, because the event was processed."""

    def set_aside(self, event: UnfinishedEvent) -> None:
        """Move a message that cannot be read to where people find it, so that it is not tried again.

        Moved a second time after a crash, it is there twice.
        """
