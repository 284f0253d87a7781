"""Batches: items that have nothing to do with each other. Whatever one of them raises, the others are done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")

OnFailure = Callable[[str, Exception], None]
"""Is called with the id of an item that failed and with what it raised."""
SecondsLeft = Callable[[], float]
"""How long the process may still run, in seconds."""
MARGIN_SECONDS = 30.0
"""For the item that is being done when the time is nearly over: a CA's answer and a few calls of AWS, with retries."""


def attempt(item_id: str, deed: Callable[[], T], on_failure: OnFailure) -> T | None:
    """Does one item: gives what `deed` gives, or None where it raised any Exception, which `on_failure` is told.

    A ClientError, a KeyError or a MemoryError is an item's own trouble as much as an error of Certkeeper's is.
    KeyboardInterrupt and SystemExit pass: they end the process.
    """
    try:
        return deed()
    except Exception as error:  # noqa: BLE001 - whatever it is, the next item is done; `on_failure` reports it
        on_failure(item_id, error)
        return None


def attempt_all(items: Iterable[tuple[str, Callable[[], object]]], on_failure: OnFailure) -> dict[str, Exception]:
    """Does every item; gives those that failed by their ids, with what each raised.

    For parts of one task, which has failed where a part of it has: the caller raises one of them when all are done.
    """
    failed: dict[str, Exception] = {}

    def note(item_id: str, error: Exception) -> None:
        failed[item_id] = error
        on_failure(item_id, error)

    for item_id, deed in items:
        attempt(item_id, deed, note)
    return failed
