"""The queue of events that could not be dealt with, in SQS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from certkeeper.adapters.aws_errors import translated
from certkeeper.adapters.eventbridge import read_event
from certkeeper.ports.events import UnfinishedEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certkeeper.domain.events import Event

MOST_MESSAGES = 10
"""SQS's own (ReceiveMessage, `MaxNumberOfMessages`)."""


class Queues(Protocol):
    """What we use of botocore's client."""

    def receive_message(self, **given: Any) -> Mapping[str, Any]:  # noqa: ANN401 - botocore's own
        """SQS's ReceiveMessage."""

    def delete_message(self, **given: Any) -> Mapping[str, Any]:  # noqa: ANN401 - botocore's own
        """SQS's DeleteMessage."""


class SqsUnfinishedEvents:
    """Fulfils `ports.events.UnfinishedEvents`. Lambda and EventBridge both leave the event as the message's body."""

    def __init__(self, client: Queues, url: str) -> None:
        self._client = client
        self._url = url

    @translated
    def take(self) -> tuple[UnfinishedEvent, ...]:
        """See `UnfinishedEvents.take`."""
        answer = self._client.receive_message(QueueUrl=self._url, MaxNumberOfMessages=MOST_MESSAGES)
        return tuple(
            UnfinishedEvent(message["ReceiptHandle"], _event(message["Body"]), message.get("MessageId", ""))
            for message in answer.get("Messages", [])
        )

    @translated
    def forget(self, event: UnfinishedEvent) -> None:
        """See `UnfinishedEvents.forget`."""
        self._client.delete_message(QueueUrl=self._url, ReceiptHandle=event.receipt)


def _event(body: str) -> Event | None:
    try:
        return read_event(json.loads(body))
    except Exception:  # noqa: BLE001 - anybody may have written it, and the other messages can be read
        return None
