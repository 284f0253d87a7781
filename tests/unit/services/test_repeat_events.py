"""What could not be done about events is done again, one by one."""

from __future__ import annotations

from certkeeper.domain.errors import TransientError
from certkeeper.domain.events import Event, EventType
from certkeeper.ports.events import UnfinishedEvent
from certkeeper.services.repeat_events import Repetition, repeat_events
from tests.contracts.examples import NOW, new_id
from tests.unit.domain.notices.examples import details


class Leftovers:
    """`ports.events.UnfinishedEvents` in memory; two at a time, and each once in a run."""

    def __init__(self, *events: Event | None, others: int = 0) -> None:
        """`others` of another stack stand behind these."""
        self.held = {str(number): event for number, event in enumerate(events)}
        self._others = {f"other {number}" for number in range(others)}
        self.held |= dict.fromkeys(self._others)
        self._waiting = list(self.held)

    def take(self) -> tuple[UnfinishedEvent, ...]:
        """See `UnfinishedEvents.take`."""
        batch, self._waiting = self._waiting[:2], self._waiting[2:]
        return tuple(UnfinishedEvent(receipt, self.held[receipt], receipt in self._others) for receipt in batch)

    def forget(self, event: UnfinishedEvent) -> None:
        """See `UnfinishedEvents.forget`."""
        del self.held[event.receipt]


def an_event() -> Event:
    """Any."""
    type_ = EventType.CERTIFICATE_DELETED
    return Event(new_id(), type_, NOW, "shop", new_id(), "", details("s")[type_])


def test_every_deed_is_done_for_every_event_and_then_it_is_forgotten() -> None:
    """Whichever of them it was that failed."""
    events = [an_event() for _ in range(5)]
    leftovers, first, second = Leftovers(*events), list[Event](), list[Event]()
    done = repeat_events(unfinished=leftovers, deeds=(first.append, second.append))
    assert first == second == events
    assert done == Repetition(tuple(event.event_id for event in events), ())
    assert not leftovers.held


def test_what_fails_again_stays_and_keeps_nothing_from_the_others() -> None:
    """Nor does what cannot be read; both are named."""
    bad, good = an_event(), an_event()
    leftovers, seen = Leftovers(None, bad, good), list[Event]()

    def deed(event: Event) -> None:
        if event is bad:
            raise TransientError("SNS")
        seen.append(event)

    done = repeat_events(unfinished=leftovers, deeds=(deed,))
    assert seen == [good]
    assert done == Repetition((good.event_id,), ("unreadable", bad.event_id))
    assert list(leftovers.held.values()) == [None, bad]


def test_an_event_whose_details_nobody_can_tell_stays_too() -> None:
    """A moment that is none is no reason to stop."""
    broken, good = an_event(), an_event()
    leftovers = Leftovers(broken, good)

    def deed(event: Event) -> None:
        if event is broken:
            raise ValueError("no moment")

    assert repeat_events(unfinished=leftovers, deeds=(deed,)).left == (broken.event_id,)
    assert list(leftovers.held.values()) == [broken]


def test_events_of_another_stack_are_forgotten_and_counted() -> None:
    """Nothing is done for them, and they are no reason for an alarm."""
    event, seen = an_event(), list[Event]()
    leftovers = Leftovers(event, others=2)
    assert repeat_events(unfinished=leftovers, deeds=(seen.append,)) == Repetition((event.event_id,), (), dropped=2)
    assert seen == [event]
    assert not leftovers.held
