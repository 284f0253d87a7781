"""The repetition of events that a consumer could not process. All handlers are idempotent, so each gets each event.

The reasons are in ADR 56.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certkeeper.services.batches import attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from certkeeper.domain.events import Event
    from certkeeper.ports.events import UnfinishedEvent, UnfinishedEvents
    from certkeeper.services.batches import OnFailure

    Handler = Callable[[Event], object]

MAX_BATCHES = 50
"""The most batches, of ten events each, in one run; the next run continues."""


TIMES_UNTIL_STUCK = 2
"""How often an event is taken in vain until it counts as stuck: what the first repetition finishes is no trouble."""


@dataclass(slots=True)
class RepeatedEvents:
    """The ids of events, by what became of them.

    Those in `unfinished` stay in the queue, and the next run tries them again; those among them that were tried before
    are `stuck`. `unreadable` are messages, by the queue's ids, that were set aside. `dropped` is how many belonged to
    another stack: they were deleted.
    """

    finished: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    dropped: int = 0


def repeat_events(
    *, unfinished: UnfinishedEvents, handlers: Sequence[Handler], on_failure: OnFailure
) -> RepeatedEvents:
    """Process the unfinished events again, one by one, and return what became of each.

    An event that fails does not stop the others.
    """
    done = RepeatedEvents()
    for _ in range(MAX_BATCHES):
        batch = unfinished.take()
        if not batch:
            break
        for one in batch:
            _repeat(one, done, unfinished, handlers, on_failure)
    return done


def _repeat(
    one: UnfinishedEvent,
    done: RepeatedEvents,
    unfinished: UnfinishedEvents,
    handlers: Sequence[Handler],
    on_failure: OnFailure,
) -> None:
    """Process one event again, and write down what became of it."""
    item_id = one.event.event_id if one.event else f"message {one.message_id}"

    def process() -> bool:
        if one.event is None and not one.of_another_stack:
            unfinished.set_aside(one)
            return True
        if one.event is not None:
            for handle in handlers:
                handle(one.event)
        unfinished.forget(one)
        return True

    if not attempt(item_id, process, on_failure):
        done.unfinished.append(item_id)
        if one.times_taken >= TIMES_UNTIL_STUCK:
            done.stuck.append(item_id)
    elif one.of_another_stack:
        done.dropped += 1
    else:
        (done.finished if one.event else done.unreadable).append(item_id)
