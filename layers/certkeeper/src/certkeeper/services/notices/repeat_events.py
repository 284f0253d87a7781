"""What could not be done about events, done again: the same deeds, which are harmless when they were done after all."""

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
"""Of ten events: what is left after these waits for the next run."""


@dataclass(frozen=True, slots=True)
class RepeatedEvents:
    """Event ids by what became of them; those in `left` stay where they are, and are tried again next time.

    What cannot be read is left, and is called by its message's id. `dropped` is how many belonged to another stack:
    they were forgotten, and nothing was done for them.
    """

    finished: tuple[str, ...]
    unfinished: tuple[str, ...]
    dropped: int = 0


def repeat_events(
    *, unfinished: UnfinishedEvents, handlers: Sequence[Handler], on_failure: OnFailure
) -> RepeatedEvents:
    """Takes them up one by one: whatever one of them raises keeps nothing from the others."""
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
    for deed in handlers:
        deed(one.event)
    unfinished.forget(one)
    return "finished"
