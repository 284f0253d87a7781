"""The frame around what EventBridge calls."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from certkeeper.entrypoints.log import log_failed_item
from certkeeper.entrypoints.schedule import UnfinishedItemsError, on_schedule
from certkeeper.entrypoints.unexpected import UnexpectedError
from certkeeper.services.batches import attempt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fakes.logged import Logged

EVENT = {"time": "2026-01-15T12:00:00Z"}


def test_the_events_own_time_is_the_clock() -> None:
    """A run that comes late is still the run of its moment."""
    seen: list[datetime] = []

    @on_schedule
    def handler(now: datetime) -> Mapping[str, Any]:
        seen.append(now)
        return {"unfinished": ()}

    handler(EVENT, None)
    assert seen == [datetime(2026, 1, 15, 12, tzinfo=UTC)]


def test_what_was_left_is_a_failure() -> None:
    """Else nobody would hear of it."""

    @on_schedule
    def handler(_now: datetime) -> Mapping[str, Any]:
        return {"unfinished": ("one", "two")}

    with pytest.raises(UnfinishedItemsError, match="could not be finished: 2"):
        handler(EVENT, None)


def test_a_strangers_text_does_not_leave() -> None:
    """Its class does."""

    @on_schedule
    def handler(_now: datetime) -> NoReturn:
        raise ValueError("CANARY")

    with pytest.raises(UnexpectedError) as caught:
        handler(EVENT, None)
    assert "ValueError" in str(caught.value)
    assert "CANARY" not in f"{caught.value}{caught.value.__cause__}{caught.value.__context__}"


def test_an_item_that_failed_is_logged_with_its_id_and_without_a_strangers_text(logged: Logged) -> None:
    """With the class and the frames of what it raised."""

    def fail() -> NoReturn:
        raise KeyError("CANARY")

    assert attempt("an id", fail, log_failed_item) is None
    (line,) = logged.lines
    assert (line["level"], line["item_id"], line["error"]) == ("ERROR", "an id", "builtins.KeyError")
    assert line["frames"]
    assert "CANARY" not in logged.text
