"""Events: published on an EventBridge bus, read from its deliveries, and taken from the queue of failed ones."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.ids import is_id
from certkeeper.domain.clock import from_text, to_text
from certkeeper.domain.errors import CertkeeperError, TransientError
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.scopes import is_scope_name
from certkeeper.ports.events import UnfinishedEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef
    from mypy_boto3_sqs import SQSClient

SOURCE = "certkeeper"
"""The `source` of Certkeeper's events, which rules match."""
EVENT_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
"""The characters and the length that Step Functions allows for the name of an execution (StartExecution, `name`)."""
MAX_MESSAGES = 10
"""The largest number that SQS allows (ReceiveMessage, `MaxNumberOfMessages`)."""
WAIT_SECONDS = 1
"""How long a request for messages waits for one (long polling).

SQS then asks all its servers, and an empty answer means an empty queue: a short poll asks some of them ("Amazon SQS
short and long polling" in its guide). A second is the shortest wait; it is paid for, and less than what a client waits
for a response (READ_SECONDS).
"""
TIMES_TAKEN: Final = "ApproximateReceiveCount"
"""The attribute of a message that counts how often it was received (ReceiveMessage)."""
COMMON_FIELDS = ("event_id", "occurred_at", "scope", "certificate_id", "order_id")
"""Fields of a detail that are attributes of an event; all others are its own detail."""


class UnreadableEventError(CertkeeperError):
    """The bus delivered something that is no event of Certkeeper."""

    def __init__(self) -> None:
        super().__init__("this is no event as `infra/events` describes them")


class OtherStackError(CertkeeperError):
    """The bus delivered an event of another stack that publishes on it."""

    def __init__(self) -> None:
        super().__init__("the event belongs to another stack")


class EventBridgeBus:
    """The event bus; fulfils `ports.events.EventBus` (ADR 77).

    Each event carries the ARN of its stack, for rules to select by.
    """

    def __init__(self, client: EventBridgeClient, bus_name: str, stack_id: str) -> None:
        self._client = client
        self._bus_name = bus_name
        self._stack_id = stack_id

    @translated
    def publish(self, event: Event) -> None:
        """Put one event on the bus (PutEvents); raise TransientError if EventBridge does not accept it.

        PutEvents answers 200 for an entry that it did not accept, so the answer is read.
        """
        answer = self._client.put_events(Entries=[{"EventBusName": self._bus_name, **entry_of(event, self._stack_id)}])
        if answer["FailedEntryCount"]:
            raise TransientError(f"PutEvents: {answer['Entries'][0].get('ErrorCode', 'failed')}")


def entry_of(event: Event, stack_id: str) -> PutEventsRequestEntryTypeDef:
    """Return the entry of an event for PutEvents, without the bus.

    `stack_id` is the ARN of the stack that it belongs to.
    """
    return {
        "Source": SOURCE,
        "DetailType": event.type.value,
        "Time": event.occurred_at,
        "Resources": [stack_id],
        "Detail": json.dumps(_detail(event)),
    }


def read_event(envelope: Mapping[str, Any], stack_id: str) -> Event:
    """Return the event in an envelope that EventBridge delivered to a target of the stack with the ARN `stack_id`.

    Raises OtherStackError if the envelope names stacks and not this one, whatever else is in it, and
    UnreadableEventError for what is no event. The rules let only events of this stack through; an envelope that names
    no stack was sent before events carried one, and may still wait in a queue, so it is read.

    Every field of a detail is a text, as all schemas in `infra/events` promise.
    """
    try:
        if stack_id not in (envelope.get("resources") or [stack_id]):
            raise OtherStackError
        detail: Mapping[str, str] = envelope["detail"]
        if not all(isinstance(text, str) for text in detail.values()):
            raise UnreadableEventError
        event = Event(
            event_id=detail["event_id"],
            type=EventType(envelope["detail-type"]),
            occurred_at=from_text(detail["occurred_at"]),
            scope=detail["scope"],
            certificate_id=detail["certificate_id"],
            order_id=detail["order_id"],
            detail=tuple((name, text) for name, text in detail.items() if name not in COMMON_FIELDS),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UnreadableEventError from None
    if not (EVENT_ID.fullmatch(event.event_id) and is_scope_name(event.scope) and is_id(event.certificate_id)):
        raise UnreadableEventError
    return event


def _detail(event: Event) -> dict[str, str]:
    """Return the detail for consumers; the event's own ids replace fields of the same names."""
    return {
        **dict(event.detail),
        "event_id": event.event_id,
        "occurred_at": to_text(event.occurred_at),
        "scope": event.scope,
        "certificate_id": event.certificate_id,
        "order_id": event.order_id,
    }


class SqsUnfinishedEvents:
    """The queue of events whose processing failed; fulfils `ports.events.UnfinishedEvents`.

    Lambda and EventBridge both put the event into the message's body. What cannot be read is moved to the queue at
    `unreadable_url`.
    """

    def __init__(self, client: SQSClient, url: str, stack_id: str, *, unreadable_url: str) -> None:
        self._client = client
        self._url = url
        self._stack_id = stack_id
        self._unreadable_url = unreadable_url

    @translated
    def take(self) -> tuple[UnfinishedEvent, ...]:
        """Receive and return up to 10 events from the queue (ReceiveMessage).

        One that cannot be read has None for its event. A message stays in the queue until it is forgotten, and is
        hidden for the queue's visibility timeout.
        """
        answer = self._client.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=MAX_MESSAGES,
            WaitTimeSeconds=WAIT_SECONDS,
            MessageSystemAttributeNames=[TIMES_TAKEN],
        )
        return tuple(_unfinished(message, self._stack_id) for message in answer.get("Messages", []))

    @translated
    def forget(self, event: UnfinishedEvent) -> None:
        """Delete the message of an event from the queue (DeleteMessage)."""
        self._client.delete_message(QueueUrl=self._url, ReceiptHandle=event.receipt)

    @translated
    def set_aside(self, event: UnfinishedEvent) -> None:
        """Send the message to the queue of unreadable ones (SendMessage), then delete it here (DeleteMessage)."""
        self._client.send_message(QueueUrl=self._unreadable_url, MessageBody=event.body)
        self._client.delete_message(QueueUrl=self._url, ReceiptHandle=event.receipt)


def _unfinished(message: Mapping[str, Any], stack_id: str) -> UnfinishedEvent:
    found = UnfinishedEvent(
        message["ReceiptHandle"],
        None,
        message.get("MessageId", ""),
        times_taken=int(message.get("Attributes", {}).get(TIMES_TAKEN, "1")),
        body=message["Body"],
    )
    try:
        return replace(found, event=read_event(json.loads(found.body), stack_id))
    except OtherStackError:
        return replace(found, of_another_stack=True)
    except Exception:  # noqa: BLE001 - anybody may have written it, and the other messages can be read
        return found
