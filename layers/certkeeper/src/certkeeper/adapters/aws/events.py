"""Events: published on an EventBridge bus, read from what it hands on, and taken from the SQS queue of failed ones."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

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
EVENT_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
"""What Step Functions takes as an execution's name."""
MAX_MESSAGES = 10
"""SQS's own (ReceiveMessage, `MaxNumberOfMessages`)."""
COMMON_FIELDS = ("event_id", "occurred_at", "scope", "certificate_id", "order_id")


class UnreadableEventError(CertkeeperError):
    """What the bus handed on is no event of ours."""

    def __init__(self) -> None:
        super().__init__("this is no event as `infra/events` describes them")


class OtherStackError(CertkeeperError):
    """The bus handed on an event of another stack that sends to it."""

    def __init__(self) -> None:
        super().__init__("the event belongs to another stack")


class EventBridgeBus:
    """Fulfils `ports.events.EventBus`. Each event carries its stack's ARN, for rules to select by."""

    def __init__(self, client: EventBridgeClient, bus_name: str, stack_id: str) -> None:
        self._client = client
        self._bus_name = bus_name
        self._stack_id = stack_id

    @translated
    def publish(self, event: Event) -> None:
        """See `EventBus.publish`. PutEvents answers 200 for an entry that it did not take."""
        answer = self._client.put_events(Entries=[{"EventBusName": self._bus_name, **entry_of(event, self._stack_id)}])
        if answer["FailedEntryCount"]:
            raise TransientError(f"PutEvents: {answer['Entries'][0].get('ErrorCode', 'failed')}")


def entry_of(event: Event, stack_id: str) -> PutEventsRequestEntryTypeDef:
    """What PutEvents takes, without the bus; `stack_id` is the ARN of the stack whose event it is."""
    return {
        "Source": SOURCE,
        "DetailType": event.type.value,
        "Time": event.occurred_at,
        "Resources": [stack_id],
        "Detail": json.dumps(_detail(event)),
    }


def read_event(envelope: Mapping[str, Any], stack_id: str) -> Event:
    """The event in what EventBridge hands to a target of the stack with the ARN `stack_id`.

    Raises OtherStackError where the envelope names stacks and not this one, whatever else is in it, and
    UnreadableEventError for what is no event. The rules let only events of this stack through; what names no stack at
    all was sent before events carried it, and may still wait in a queue: it is read.

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
    """What a consumer reads; the ids are ours whatever the detail says."""
    return {
        **dict(event.detail),
        "event_id": event.event_id,
        "occurred_at": to_text(event.occurred_at),
        "scope": event.scope,
        "certificate_id": event.certificate_id,
        "order_id": event.order_id,
    }


class SqsUnfinishedEvents:
    """Fulfils `ports.events.UnfinishedEvents`. Lambda and EventBridge both leave the event as the message's body."""

    def __init__(self, client: SQSClient, url: str, stack_id: str) -> None:
        self._client = client
        self._url = url
        self._stack_id = stack_id

    @translated
    def take(self) -> tuple[UnfinishedEvent, ...]:
        """See `UnfinishedEvents.take`."""
        answer = self._client.receive_message(QueueUrl=self._url, MaxNumberOfMessages=MAX_MESSAGES)
        return tuple(_unfinished(message, self._stack_id) for message in answer.get("Messages", []))

    @translated
    def forget(self, event: UnfinishedEvent) -> None:
        """See `UnfinishedEvents.forget`."""
        self._client.delete_message(QueueUrl=self._url, ReceiptHandle=event.receipt)


def _unfinished(message: Mapping[str, Any], stack_id: str) -> UnfinishedEvent:
    receipt, message_id = message["ReceiptHandle"], message.get("MessageId", "")
    try:
        event = read_event(json.loads(message["Body"]), stack_id)
    except OtherStackError:
        return UnfinishedEvent(receipt, None, message_id, of_another_stack=True)
    except Exception:  # noqa: BLE001 - anybody may have written it, and the other messages can be read
        return UnfinishedEvent(receipt, None, message_id)
    return UnfinishedEvent(receipt, event, message_id)
