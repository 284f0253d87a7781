"""The repetition of events that a consumer could not process. All handlers are idempotent, so each gets each event.

The reasons are in ADR 56.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
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


@dataclass(frozen=True, slots=True)
class RepeatedEvents:
    """The ids of events, by what became of them.

    Those in `unfinished` stay in the queue, and the next run tries them again; an unreadable one is named by its
    message's id. `dropped` is how many belonged to another stack: they were deleted.
    """

    finished: tuple[str, ...]
    unfinished: tuple[str, ...]
    dropped: int = 0


def repeat_events(
    *, unfinished: UnfinishedEvents, handlers: Sequence[Handler], on_failure: OnFailure
) -> RepeatedEvents:
    """Process the unfinished events again, one by one, and return what became of each.

    An event that fails does not stop the others.
    """
    found: dict[str, list[str]] = {"finished": [], "unfinished": [], "dropped": []}
    for _ in range(MAX_BATCHES):
        batch = unfinished.take()
        if not batch:
            break
        for one in batch:
            item_id = one.event.event_id if one.event else f"unreadable message {one.message_id}"
            became = attempt(item_id, partial(_repeat, one, unfinished, handlers), on_failure)
            found[became or "unfinished"].append(item_id)
    return RepeatedEvents(tuple(found["finished"]), tuple(found["unfinished"]), len(found["dropped"]))


def _repeat(one: UnfinishedEvent, unfinished: UnfinishedEvents, handlers: Sequence[Handler]) -> str:
    if one.of_another_stack:
        unfinished.forget(one)
        return "dropped"
    if one.event is None:
        return "unfinished"
    for handle in handlers:
        handle(one.event)
    unfinished.forget(one)
    return "finished"
