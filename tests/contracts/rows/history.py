"""The contract of the history of certificates, for the fake and for DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from certkeeper.adapters.dynamodb.history import DynamoHistory
from certkeeper.domain.events import Event, EventType
from tests.contracts.examples import NOW, new_id


def an_event(certificate_id: str, minutes: int = 0, order_id: str = "") -> Event:
    """Something that has happened."""
    detail = (("name", "storefront"), ("reason", "Grüße\n"))
    moment = NOW + timedelta(minutes=minutes)
    return Event(new_id(), EventType.RENEWAL_FAILED, moment, "shop", certificate_id, order_id, detail)


class HistoryContract:
    """Give a fixture `history`: nothing has happened."""

    def test_what_has_happened_is_read_newest_first(self, history: DynamoHistory) -> None:
        """In the sequence of time, not in that of being kept, as it was kept; two of one second both."""
        certificate_id = new_id()
        first, second = an_event(certificate_id), an_event(certificate_id, 2, new_id())
        third = replace(second, event_id=new_id())
        for event in (second, third, first):
            history.keep(event)
        assert list(history.of(certificate_id)) == [third, second, first]

    def test_twice_is_once(self, history: DynamoHistory) -> None:
        """However often the bus delivers it; the first moment counts, should somebody have published it anew."""
        event = an_event(new_id())
        for again in (event, event, replace(event, occurred_at=NOW + timedelta(minutes=1))):
            history.keep(again)
        assert list(history.of(event.certificate_id)) == [event]

    def test_certificates_have_histories_of_their_own(self, history: DynamoHistory) -> None:
        """And one to which nothing has happened has none."""
        history.keep(an_event(new_id()))
        assert list(history.of(new_id())) == []

    def test_the_newest_fifty_are_shown(self, history: DynamoHistory) -> None:
        """Older ones are not."""
        certificate_id = new_id()
        events = [an_event(certificate_id, minutes) for minutes in range(60)]
        for event in events:
            history.keep(event)
        assert list(history.of(certificate_id)) == events[:9:-1]
