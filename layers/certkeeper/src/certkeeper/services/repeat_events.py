"""What could not be done about events, done again: the same deeds, which are harmless when they were done after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertkeeperError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from certkeeper.domain.events import Event
    from certkeeper.ports.events import UnfinishedEvent, UnfinishedEvents

MOST_BATCHES = 50
"""Of ten events: what is left after these waits for the next run."""
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Repetition:
    """Event ids by what became of them; those in `left` stay where they are, and are tried again next time.

    `dropped` is how many belonged to another stack: they were forgotten, and nothing was done for them.
    """

    finished: tuple[str, ...]
    left: tuple[str, ...]
    dropped: int = 0


def repeat_events(*, unfinished: UnfinishedEvents, deeds: Sequence[Callable[[Event], object]]) -> Repetition:
    """Takes them up one by one: one that cannot be finished keeps nothing else from it."""
    found: dict[str, list[str]] = {"finished": [], "left": [], "dropped": []}
    for _ in range(MOST_BATCHES):
        batch = unfinished.take()
        if not batch:
            break
        for one in batch:
            done = "dropped" if one.of_another_stack else "finished"
            became = done if _finished(one, unfinished, deeds) else "left"
            found[became].append(one.event.event_id if one.event else UNREADABLE)
    return Repetition(tuple(found["finished"]), tuple(found["left"]), len(found["dropped"]))


def _finished(one: UnfinishedEvent, unfinished: UnfinishedEvents, deeds: Sequence[Callable[[Event], object]]) -> bool:
    if one.event is None and not one.of_another_stack:
        return False
    try:
        if one.event is not None:
            for deed in deeds:
                deed(one.event)
        unfinished.forget(one)
    except (CertkeeperError, ValueError):
        return False
    return True
