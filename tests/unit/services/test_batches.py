"""One bad item never stops a batch, whatever it raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from certkeeper.domain.errors import NotFoundError, TransientError
from certkeeper.services.batches import attempt, attempt_all
from tests.fakes.failed_items import FailedItems
from tests.unit.services.batches import BATCHES

if TYPE_CHECKING:
    from tests.unit.services.batches import Scenario

ERRORS = (
    ClientError({"Error": {"Code": "ValidationException", "Message": "a key is too long"}}, "TransactWriteItems"),
    TypeError("unhashable type"),
    KeyError("name"),
    AttributeError("no keys"),
    MemoryError(),
    RecursionError("too deep"),
    TransientError("SNS"),
    NotFoundError("certificate"),
)
SCENARIOS = [each for scenarios in BATCHES.values() for each in scenarios]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_whatever_one_item_raises_the_others_are_done_and_it_is_reported(
    scenario: Scenario, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those before and those after it; by its id, with what it raised, and never as a success."""
    ran = scenario(error, monkeypatch)
    assert not ran.untouched
    assert list(ran.failures) == [ran.broken]
    assert dict(ran.reported) == {ran.broken: error}


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit])
def test_a_process_that_is_to_end_ends(ending: type[BaseException]) -> None:
    """That is nobody's item."""
    failed = FailedItems()

    def end() -> None:
        raise ending

    with pytest.raises(ending):
        attempt("one", end, failed)
    assert not failed.raised


def test_an_attempt_gives_what_was_done() -> None:
    """And says nothing."""
    failed = FailedItems()
    assert attempt("one", lambda: "done", failed) == "done"
    assert not failed.raised


def test_all_parts_of_a_task_are_done_and_those_that_failed_are_given_back() -> None:
    """For the task to raise when it is over."""
    failed, seen = FailedItems(), list[str]()

    def raising() -> None:
        raise KeyError("two")

    raised = attempt_all(
        [("one", lambda: seen.append("one")), ("two", raising), ("three", lambda: seen.append("three"))], failed
    )
    assert seen == ["one", "three"]
    assert list(raised) == ["two"]
    assert raised == failed.raised
