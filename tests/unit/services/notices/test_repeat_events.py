"""Events that a consumer could not process are processed again, one by one."""

from __future__ import annotations

from certkeeper.domain.errors import TransientError
from certkeeper.domain.events import Event
from certkeeper.services.notices.repeat_events import RepeatedEvents, repeat_events
from tests.fakes.failed_items import FailedItems
from tests.unit.services.batches import FakeUnfinishedEvents, an_event


def test_every_deed_is_done_for_every_event_and_then_it_is_forgotten() -> None:
    """Whichever of them it was that failed."""
    events = [an_event() for _ in range(5)]
    leftovers, first, second = FakeUnfinishedEvents(*events), list[Event](), list[Event]()
    done = repeat_events(unfinished=leftovers, handlers=(first.append, second.append), on_failure=FailedItems())
    assert first == second == events
    assert done == RepeatedEvents(finished=[event.event_id for event in events])
    assert not leftovers.held


def test_what_fails_again_stays_and_keeps_nothing_from_the_others() -> None:
    """Nor does what cannot be read: it is named and set aside, so that no later run takes it again."""
    bad, good = an_event(), an_event()
    leftovers, seen = FakeUnfinishedEvents(None, bad, good), list[Event]()

    def handler(event: Event) -> None:
        if event is bad:
            raise TransientError("SNS")
        seen.append(event)

    done = repeat_events(unfinished=leftovers, handlers=(handler,), on_failure=FailedItems())
    assert seen == [good]
    assert done == RepeatedEvents([good.event_id], [bad.event_id], unreadable=["message m-0"])
    assert list(leftovers.held.values()) == [bad]
    assert leftovers.set_aside_ids == ["m-0"]


def test_an_event_is_stuck_when_a_second_repetition_has_failed() -> None:
    """The first may have come while the trouble lasted; what it finishes was no trouble for anybody."""
    event, troubled = an_event(), [True, True, False]
    leftovers = FakeUnfinishedEvents(event)

    def handler(_event: Event) -> None:
        if troubled.pop(0):
            raise TransientError("SNS")

    runs = []
    for _ in range(3):
        runs.append(repeat_events(unfinished=leftovers, handlers=(handler,), on_failure=FailedItems()))
        leftovers.next_run()
    assert [run.stuck for run in runs] == [[], [event.event_id], []]
    assert [run.finished for run in runs] == [[], [], [event.event_id]]


def test_events_of_another_stack_are_forgotten_and_counted() -> None:
    """Nothing is done for them, and they are no reason for an alarm."""
    event, seen, failed = an_event(), list[Event](), FailedItems()
    leftovers = FakeUnfinishedEvents(event, others=2)
    done = repeat_events(unfinished=leftovers, handlers=(seen.append,), on_failure=failed)
    assert done == RepeatedEvents([event.event_id], dropped=2)
    assert seen == [event]
    assert not leftovers.held
