"""Batches: independent items, of which a failed one does not stop the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")

OnFailure = Callable[[str, Exception], None]
"""A function that is called with the id of a failed item and with what it raised."""
SecondsLeft = Callable[[], float]
"""A function that returns how many seconds the process may still run."""
MARGIN_SECONDS = 30.0
"""Seconds kept for the item that is being processed when the time is nearly over: some calls of the CA and of AWS."""


def attempt(item_id: str, run: Callable[[], T], on_failure: OnFailure) -> T | None:
    """Do one item and return its result; or call `on_failure` with `item_id` and the error, and return None.

    Any Exception is an item's failure: a ClientError, a KeyError or a MemoryError as much as an error of Certkeeper.
    KeyboardInterrupt and SystemExit end the process. `run` does the item.
    """
    try:
        return run()
    except Exception as error:  # noqa: BLE001 - whatever it is, the next item is done; `on_failure` reports it
        on_failure(item_id, error)
        return None


def attempt_all(items: Iterable[tuple[str, Callable[[], object]]], on_failure: OnFailure) -> dict[str, Exception]:
    """Do every item and return those that failed, by their ids, with what each raised; `on_failure` is called for each.

    It is for the parts of one task, which fails if a part has failed: the caller raises one of the errors in the end.
    """
    failed: dict[str, Exception] = {}

    def note(item_id: str, error: Exception) -> None:
        failed[item_id] = error
        on_failure(item_id, error)

    for item_id, run in items:
        attempt(item_id, run, note)
    return failed
