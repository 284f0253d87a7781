"""The queue of events that could not be dealt with, in SQS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.aws.eventbridge import OtherStackError, read_event
from certkeeper.ports.events import UnfinishedEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_sqs import SQSClient

MOST_MESSAGES = 10
"""SQS's own (ReceiveMessage, `MaxNumberOfMessages`)."""


class SqsUnfinishedEvents:
    """Fulfils `ports.events.UnfinishedEvents`. Lambda and EventBridge both leave the event as the message's body."""

    def __init__(self, client: SQSClient, url: str, stack_id: str) -> None:
        self._client = client
        self._url = url
        self._stack_id = stack_id

    @translated
    def take(self) -> tuple[UnfinishedEvent, ...]:
        """See `UnfinishedEvents.take`."""
        answer = self._client.receive_message(QueueUrl=self._url, MaxNumberOfMessages=MOST_MESSAGES)
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
