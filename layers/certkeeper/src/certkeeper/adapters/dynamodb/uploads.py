"""Uploads in DynamoDB: notes in one partition by when they are due, and the transaction that an upload is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.attributes import read_text
from certkeeper.adapters.dynamodb.certificate_rows import read_certificate
from certkeeper.adapters.dynamodb.intent_rows import intent_attributes, intent_key, read_intent, rows_to_store
from certkeeper.adapters.dynamodb.new_rows import put_new
from certkeeper.adapters.dynamodb.table import ConditionsFailedError, Table
from certkeeper.adapters.dynamodb.upload_writes import upload_writes
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import CertificateChangedError, ConflictError, DuplicateCertificateError
from certkeeper.ports.receipts import ReceiptExistsError, UploadReceipt

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.adapters.dynamodb.intent_rows import RowsToStore
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.notes import OverdueNote
    from certkeeper.ports.uploads import Intent


class DynamoUploads:
    """Fulfils `ports.uploads.Uploads`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)
        self._begun: tuple[Intent, RowsToStore] | None = None

    @translated
    def receipt(self, scope: str, key: str) -> UploadReceipt | None:
        """See `Uploads.receipt`."""
        row = self._table.read(keys.upload_receipt(scope, key))
        return UploadReceipt(scope, key, row["fingerprint"]["S"], row["certificate_id"]["S"]) if row else None

    @translated
    def holder(self, scope: str, sha256: str) -> str | None:
        """See `Uploads.holder`."""
        row = self._table.read(keys.fingerprint(scope, sha256))
        return row["certificate_id"]["S"] if row else None

    @translated
    def begin(self, intent: Intent) -> None:
        """See `Uploads.begin`."""
        put = put_new(self._table, intent_key(intent), intent_attributes(intent, self._rows(intent)))
        self._table.client.put_item(TableName=self._table.name, Item=put["Item"])

    @translated
    def finish(self, intent: Intent) -> Certificate:
        """See `Uploads.finish`."""
        writes = upload_writes(self._table, intent, self._rows(intent))
        try:
            self._table.transact(list(writes.values()))
        except ConditionsFailedError as error:
            if not self._is_finished(intent):
                failed = {what for place, what in enumerate(writes) if place in error.failed}
                raise self._refusal(intent, failed) from error
        row = self._table.read(keys.certificate(intent.certificate.scope, intent.certificate.certificate_id))
        if row is None:
            raise CertificateChangedError
        return read_certificate(row)

    @translated
    def forget(self, intent: Intent) -> None:
        """See `Uploads.forget`."""
        self._table.client.delete_item(TableName=self._table.name, Key=intent_key(intent).attributes())

    @translated
    def overdue(self, now: datetime) -> tuple[OverdueNote, ...]:
        """See `Uploads.overdue`."""
        return tuple(map(keys.overdue_note, self._table.sort_keys(keys.INTENTS, to_text(now))))

    @translated
    def noted(self, note: OverdueNote) -> Intent | None:
        """See `Uploads.noted`."""
        row = self._table.read(keys.intent(note.due_at, note.note_id))
        return read_intent(row) if row else None

    def _rows(self, intent: Intent) -> RowsToStore:
        """An upload is finished by whoever has begun it, as a rule: its rows are made once."""
        if self._begun is None or self._begun[0] is not intent:
            self._begun = intent, rows_to_store(intent)
        return self._begun[1]

    def _is_finished(self, intent: Intent) -> bool:
        row = self._table.read(keys.version(intent.version.certificate_id, intent.version.version)) or {}
        return read_text(row, "order_id") == intent.upload_id

    def _refusal(self, intent: Intent, failed: set[str]) -> Exception:
        if "receipt" in failed:
            return ReceiptExistsError()
        if "digest" in failed:
            holder = self.holder(intent.certificate.scope, intent.version.facts.sha256)
            return DuplicateCertificateError(holder) if holder else CertificateChangedError()
        if "name" in failed:
            return ConflictError("name_taken", "a certificate of this name is in the scope already")
        return CertificateChangedError()
