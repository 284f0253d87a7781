"""The history of certificates in DynamoDB: one row for each event (ADR 59), and one for each export (ADR 44).

The record of an export has more than its event says. Certkeeper never changes or deletes either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import (
    FLAG,
    NUMBER,
    REQUIRED_MOMENT,
    REQUIRED_TEXT,
    TEXT,
    Columns,
    enum_column,
)
from certkeeper.adapters.dynamodb.rows.documents import PAIRS, as_json
from certkeeper.adapters.dynamodb.rows.expressions import put
from certkeeper.adapters.dynamodb.rows.table import Table
from certkeeper.domain.certificates.exports import ExportFormat, ExportPart, ExportRecord
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

EXPORT = Columns(
    ExportRecord,
    {
        "export_id": REQUIRED_TEXT,
        "scope": REQUIRED_TEXT,
        "certificate_id": REQUIRED_TEXT,
        "version": NUMBER,
        "format": enum_column(ExportFormat),
        "part": enum_column(ExportPart, None),
        "with_key": FLAG._replace(always=True),
        "caller": TEXT,
        "source_ip": TEXT,
        "reason": TEXT,
        "exported_at": REQUIRED_MOMENT,
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


class DynamoExportRecords:
    """Records of exports, which nothing changes once they are stored."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def keep(self, record: ExportRecord) -> None:
        """Store a record durably (PutItem). It is called before the exported file leaves."""
        self._table.write(put(keys.export(record.certificate_id, record.export_id), EXPORT.row(record)))
