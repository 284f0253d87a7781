"""When UnfinishedAlarm rings, simulated: the real repetition, the template's schedule and alarm, CloudWatch's windows.

Time is minutes. A run begins every quarter of an hour and ends up to five minutes later (the function's time limit),
with one datapoint. CloudWatch's window slides: each minute it evaluates the period that ends then, and where that has
no data, the last before it ("Configuring how CloudWatch alarms treat missing data" in its guide).
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.domain.errors import TransientError
from certkeeper.services.notices.repeat_events import repeat_events
from tests.architecture.deployed import function, resources
from tests.fakes.failed_items import FailedItems
from tests.unit.services.batches import FakeUnfinishedEvents, an_event

if TYPE_CHECKING:
    from certkeeper.domain.events import Event

MINUTES = 180
EVERY = 15
MAX_RUN = 5
DURATIONS = ((0,), (5,), (0, 5), (5, 0), (2, 0, 5, 1))
"""How long the runs take, repeated: none, the longest, and as they come."""


def alarm() -> dict[str, Any]:
    """The alarm of the template."""
    return resources("AWS::CloudWatch::Alarm")["UnfinishedAlarm"]


def test_the_schedule_is_the_one_that_is_simulated() -> None:
    """Another interval or time limit needs other numbers here and in the alarm."""
    properties = function("repeat_events").properties
    (event,) = properties["Events"].values()
    assert event["Properties"]["Schedule"] == f"rate({EVERY} minutes)"
    assert (properties["Timeout"], alarm()["Period"]) == (MAX_RUN * 60, EVERY * 60)
    assert (alarm()["Statistic"], alarm()["EvaluationPeriods"]) == ("Maximum", 1)


def datapoints(arrives: int, trouble_ends: int, durations: tuple[int, ...]) -> list[tuple[int, int]]:
    """The minute and the value of each datapoint: one event arrives, and cannot be processed until the trouble ends."""
    found: list[tuple[int, int]] = []
    queue = FakeUnfinishedEvents()
    for number, begins in enumerate(range(0, MINUTES, EVERY)):
        if begins - EVERY < arrives <= begins:
            queue = FakeUnfinishedEvents(an_event())

        def handler(_event: Event, now: int = begins) -> None:
            if now < trouble_ends:
                raise TransientError("SNS")

        queue.next_run()
        done = repeat_events(unfinished=queue, handlers=(handler,), on_failure=FailedItems())
        found.append((begins + durations[number % len(durations)], len(done.stuck) + len(done.unreadable)))
    return found


def states(points: list[tuple[int, int]]) -> list[tuple[bool, int]]:
    """Whether the alarm rings, and from which minute on, for each time that this changes."""
    ringing = []
    for minute in range(EVERY, MINUTES):
        known = [(when, value) for when, value in points if when <= minute]
        window = [value for when, value in known if when > minute - EVERY] or [known[-1][1]]
        ringing.append((max(window) > alarm()["Threshold"], minute))
    return [next(group) for _, group in groupby(ringing, key=lambda each: each[0])]


@pytest.mark.parametrize("durations", DURATIONS)
@pytest.mark.parametrize("arrives", range(16, 31))
def test_an_event_that_the_first_repetition_finishes_does_not_ring(arrives: int, durations: tuple[int, ...]) -> None:
    """Whenever it comes: it was in the queue for at most a quarter of an hour and a run."""
    assert states(datapoints(arrives, 0, durations)) == [(False, EVERY)]


@pytest.mark.parametrize("durations", DURATIONS)
@pytest.mark.parametrize("arrives", range(16, 31))
def test_an_event_that_stays_rings_once_until_it_is_finished(arrives: int, durations: tuple[int, ...]) -> None:
    """After its second repetition, for as long as it stays, and for a period more."""
    trouble_ends = 100
    begins, rings, ends = states(datapoints(arrives, trouble_ends, durations))
    assert begins == (False, EVERY)
    assert rings[0]
    assert EVERY <= rings[1] - arrives <= 2 * EVERY + MAX_RUN
    assert not ends[0]
    assert 0 <= ends[1] - trouble_ends <= 2 * EVERY + MAX_RUN
