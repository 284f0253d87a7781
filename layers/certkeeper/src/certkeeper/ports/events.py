"""Events: published, kept, and those that could not be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.domain.events import Event


class EventBus(Protocol):
    """Where changes are told."""

    def publish(self, event: Event) -> None:
        """At least once."""


class History(Protocol):
    """What has happened to certificates."""

    def keep(self, event: Event) -> None:
        """Durable when the call returns. Twice for one event is once."""

    def of(self, certificate_id: str) -> Sequence[Event]:
        """The newest 50, newest first. What was kept a moment ago may be missing."""


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
        """It is done."""
