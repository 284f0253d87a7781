"""What has happened to each certificate, in DynamoDB: a row for each event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.table import Table
from certkeeper.domain.clock import from_text
from certkeeper.domain.events import Event, EventType

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.adapters.dynamodb.attributes import Attributes, Row

MOST_EVENTS = 50
"""On one page for a person; older ones are kept all the same."""


class DynamoHistory:
    """What has happened to certificates."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def keep(self, event: Event) -> None:
        """Stores an event durably; twice is once, for a repeat has the same key and the same content."""
        row = {**keys.history(event).attributes(), **a.present(event_attributes(event))}
        self._table.client.put_item(TableName=self._table.name, Item=row)

    @translated
    def of(self, certificate_id: str) -> tuple[Event, ...]:
        """The newest events of a certificate, newest first; what was kept a moment ago may be missing.

        Of an event that was published again at another moment the first one counts.
        """
        answer = self._table.client.query(
            TableName=self._table.name,
            KeyConditionExpression="pk = :partition",
            ExpressionAttributeValues={":partition": {"S": keys.histories(certificate_id)}},
            ScanIndexForward=False,
            Limit=MOST_EVENTS,
        )
        events = [read_event(row) for row in answer["Items"]]
        first = {event.event_id: event for event in events}
        return tuple(sorted(first.values(), key=lambda event: (event.occurred_at, event.event_id), reverse=True))


def event_attributes(event: Event) -> Attributes:
    """Every attribute of an event."""
    return {
        "event_id": a.text(event.event_id),
        "type": a.text(event.type),
        "occurred_at": a.moment(event.occurred_at),
        "scope": a.text(event.scope),
        "certificate_id": a.text(event.certificate_id),
        "order_id": a.text(event.order_id),
        "detail": a.document(event.detail),
    }


def read_event(row: Row) -> Event:
    """The event that a row holds."""
    return Event(
        event_id=row["event_id"]["S"],
        type=EventType(row["type"]["S"]),
        occurred_at=from_text(row["occurred_at"]["S"]),
        scope=row["scope"]["S"],
        certificate_id=row["certificate_id"]["S"],
        order_id=a.read_text(row, "order_id"),
        detail=tuple((name, text) for name, text in a.read_document(row, "detail")),
    )
