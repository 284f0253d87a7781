"""Records of exports, in DynamoDB: rows that Certkeeper never changes or deletes (ADR 44)."""

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
from certkeeper.adapters.dynamodb.rows.expressions import put
from certkeeper.adapters.dynamodb.rows.table import Table
from certkeeper.domain.certificates.exports import ExportFormat, ExportPart, ExportRecord

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

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


class DynamoExportRecords:
    """Records of exports, which nothing changes once they are stored."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def keep(self, record: ExportRecord) -> None:
        """Store a record durably (PutItem). It is called before the exported file leaves."""
        self._table.write(put(keys.export(record.certificate_id, record.export_id), EXPORT.row(record)))
