"""The history of certificates in DynamoDB: one row for each event (ADR 59)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import REQUIRED_MOMENT, REQUIRED_TEXT, TEXT, Columns, enum_column
from certkeeper.adapters.dynamodb.rows.documents import PAIRS, as_json
from certkeeper.adapters.dynamodb.rows.expressions import put
from certkeeper.adapters.dynamodb.rows.table import Table
from certkeeper.domain.events import Event, EventType

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MAX_EVENTS = 50
"""The most events in one answer, for a person to read; older ones stay stored."""
EVENT = Columns(
    Event,
    {
        "event_id": REQUIRED_TEXT,
        "type": enum_column(EventType),
        "occurred_at": REQUIRED_MOMENT,
        "scope": REQUIRED_TEXT,
        "certificate_id": REQUIRED_TEXT,
        "order_id": TEXT,
        "detail": as_json(PAIRS),
    },
)


class DynamoHistory:
    """The history of certificates: their events."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def keep(self, event: Event) -> None:
        """Store an event durably (PutItem). It is idempotent: a repeat has the same key and the same content."""
        self._table.write(put(keys.history(event), EVENT.row(event)))

    @translated
    def of(self, certificate_id: str) -> tuple[Event, ...]:
        """Return the newest events of a certificate, newest first, at most `MAX_EVENTS`.

        The read is eventually consistent: an event that was stored a moment ago may be missing. If an event was
        published twice, with two moments, the first one counts.
        """
        query = self._table.query(keys.histories(certificate_id))
        query |= {"ScanIndexForward": False, "ConsistentRead": False, "Limit": MAX_EVENTS}
        events = [EVENT.read(row) for row in self._table.client.query(**query)["Items"]]
        first = {event.event_id: event for event in events}
        return tuple(sorted(first.values(), key=lambda event: (event.occurred_at, event.event_id), reverse=True))
