"""An event from the bus is as `infra/events` promises it, or it is unreadable."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from certkeeper.adapters.aws.clients import READ_SECONDS
from certkeeper.adapters.aws.events import (
    WAIT_SECONDS,
    SqsUnfinishedEvents,
    UnreadableEventError,
    entry_of,
    read_event,
)
from certkeeper.domain.events import Event, EventType
from tests.contracts.examples import NOW, new_id
from tests.event_schemas import STACK, delivered, schemas
from tests.unit.domain.notices.examples import details

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

OTHER_TYPES: tuple[object, ...] = (5, 1.5, True, None, [], ["shop"], {}, {"a": "b"})
PROMISED = [(type_, field) for type_ in EventType for field in schemas()[type_]["properties"]["detail"]["properties"]]


def an_envelope(type_: EventType = EventType.CERTIFICATE_EXPORTED) -> dict[str, Any]:
    """As EventBridge hands it on."""
    return delivered(entry_of(Event(new_id(), type_, NOW, "shop", new_id(), new_id(), details("s")[type_]), STACK))


@pytest.mark.parametrize(("type_", "field"), PROMISED)
def test_a_field_of_another_type_than_its_schema_promises_is_unreadable(type_: EventType, field: str) -> None:
    """Each field of each event is a text; the event as it was published is readable."""
    assert read_event(an_envelope(type_), STACK).type is type_
    for value in OTHER_TYPES:
        envelope = an_envelope(type_)
        envelope["detail"][field] = value
        with pytest.raises(UnreadableEventError):
            read_event(envelope, STACK)


def test_schemas_promise_texts_and_nothing_else() -> None:
    """Else reading events has to check more than that."""
    for schema in schemas().values():
        for field, promised in schema["properties"]["detail"]["properties"].items():
            for each in promised.get("anyOf", [promised]):
                values = each.get("enum", [each.get("const")])
                assert each.get("type") == "string" or all(isinstance(value, str) for value in values), field


UNREADABLE: dict[str, object] = {
    "nothing": None,
    "a list": [],
    "a number": 5,
    "no detail": {"detail-type": "Certificate Deleted"},
    "a detail that is a list": {"detail-type": "Certificate Deleted", "detail": []},
    "a detail that is a text": {"detail-type": "Certificate Deleted", "detail": "x"},
    "a type that is a list": {**an_envelope(), "detail-type": []},
    "resources that are a number": {**an_envelope(), "resources": 5},
    "a moment before the calendar": {
        **an_envelope(),
        "detail": {**an_envelope()["detail"], "occurred_at": "0001-01-01T00:00:00+14:00"},
    },
}


class Messages:
    """SQS with these bodies."""

    def __init__(self, *bodies: str) -> None:
        self._bodies = bodies

    def receive_message(self, **given: object) -> dict[str, Any]:
        """All of them, taken as often as their number says."""
        self.given = given
        return {
            "Messages": [
                {
                    "ReceiptHandle": f"r-{number}",
                    "MessageId": f"m-{number}",
                    "Body": body,
                    "Attributes": {"ApproximateReceiveCount": str(number)},
                }
                for number, body in enumerate(self._bodies)
            ]
        }

    def delete_message(self, **_given: object) -> dict[str, Any]:
        """None."""
        raise AssertionError


@pytest.mark.parametrize("envelope", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_event_is_unreadable(envelope: Any) -> None:  # noqa: ANN401 - any JSON
    """Whatever shape it has."""
    with pytest.raises(UnreadableEventError):
        read_event(envelope, STACK)


def test_unreadable_messages_keep_no_other_from_being_read() -> None:
    """Anybody who may put events on the bus can leave one in the queue; it is called by its message's id."""
    good = json.dumps(an_envelope())
    bad = [*map(json.dumps, UNREADABLE.values()), "", "{", "[" * 200_000, json.dumps(an_envelope()).replace('"s"', "5")]
    taken = _queue(Messages(good, *bad, good)).take()
    readable = [each.message_id for each in taken if each.event is not None]
    assert readable == ["m-0", f"m-{len(bad) + 1}"]
    assert [each.body for each in taken] == [good, *bad, good]


def test_messages_come_with_the_count_of_their_receipts() -> None:
    """SQS gives it only where it is asked for."""
    messages = Messages("{}", "{}", "{}")
    assert [each.times_taken for each in _queue(messages).take()] == [0, 1, 2]
    assert messages.given["MessageSystemAttributeNames"] == ["ApproximateReceiveCount"]


def test_an_empty_answer_means_an_empty_queue() -> None:
    """A request waits for messages, so that SQS asks all its servers; and for less than its client waits for it."""
    messages = Messages()
    assert _queue(messages).take() == ()
    assert messages.given["WaitTimeSeconds"] == WAIT_SECONDS
    assert 0 < WAIT_SECONDS < READ_SECONDS


def _queue(messages: Messages) -> SqsUnfinishedEvents:
    return SqsUnfinishedEvents(cast("SQSClient", messages), "url", STACK, unreadable_url="another")
