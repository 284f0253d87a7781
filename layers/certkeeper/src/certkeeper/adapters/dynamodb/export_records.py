"""Who took what, in DynamoDB: rows that nothing of ours changes or deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.new_rows import put_new
from certkeeper.adapters.dynamodb.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.adapters.dynamodb.attributes import Attributes
    from certkeeper.domain.certificates.exports import ExportRecord


class DynamoExportRecords:
    """Fulfils `ports.exports.ExportRecords`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def keep(self, record: ExportRecord) -> None:
        """See `ExportRecords.keep`."""
        put = put_new(self._table, keys.export(record.certificate_id, record.export_id), _attributes(record))
        self._table.client.put_item(TableName=self._table.name, Item=put["Item"])


def _attributes(record: ExportRecord) -> Attributes:
    return {
        "export_id": a.text(record.export_id),
        "scope": a.text(record.scope),
        "certificate_id": a.text(record.certificate_id),
        "version": a.number(record.version),
        "format": a.text(record.format),
        "part": a.text(record.part or ""),
        "with_key": {"BOOL": record.with_key},
        "caller": a.text(record.caller),
        "source_ip": a.text(record.source_ip),
        "reason": a.text(record.reason),
        "exported_at": a.moment(record.exported_at),
    }
