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

    Deed = Callable[[Event], object]

MAX_BATCHES = 50
"""Of ten events: what is left after these waits for the next run."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """Event ids by what became of them; those in `left` stay where they are, and are tried again next time.

    What cannot be read is left, and is called by its message's id. `dropped` is how many belonged to another stack:
    they were forgotten, and nothing was done for them.
    """

    finished: tuple[str, ...]
    left: tuple[str, ...]
    dropped: int = 0


def repeat_events(*, unfinished: UnfinishedEvents, deeds: Sequence[Deed], on_failure: OnFailure) -> Repetition:
    """Takes them up one by one: whatever one of them raises keeps nothing from the others."""
    found: dict[str, list[str]] = {"finished": [], "left": [], "dropped": []}
    for _ in range(MAX_BATCHES):
        batch = unfinished.take()
        if not batch:
            break
        for one in batch:
            item_id = one.event.event_id if one.event else f"unreadable message {one.message_id}"
            became = attempt(item_id, partial(_repeat, one, unfinished, deeds), on_failure)
            found[became or "left"].append(item_id)
    return Repetition(tuple(found["finished"]), tuple(found["left"]), len(found["dropped"]))


def _repeat(one: UnfinishedEvent, unfinished: UnfinishedEvents, deeds: Sequence[Deed]) -> str:
    if one.of_another_stack:
        unfinished.forget(one)
        return "dropped"
    if one.event is None:
        return "left"
    for deed in deeds:
        deed(one.event)
    unfinished.forget(one)
    return "finished"
