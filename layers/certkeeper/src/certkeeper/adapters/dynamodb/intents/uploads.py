"""Uploads in DynamoDB: their intents, by when they are overdue, and the transaction that commits an upload (ADR 43)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.intents.receipts import (
    new_upload_receipt,
    read_upload_receipt,
    receipt_attributes,
    receipt_in,
)
from certkeeper.adapters.dynamodb.keys import due_attributes
from certkeeper.adapters.dynamodb.rows.certificates import (
    CERTIFICATE,
    HOLDER,
    NAME_TAKEN,
    VERSION,
    Holder,
    certificate_row,
    certificate_update,
    current_version,
    name_reservation,
    name_set_writes,
    stored_row,
)
from certkeeper.adapters.dynamodb.rows.columns import REQUIRED_MOMENT, TEXT, Columns, nested_row
from certkeeper.adapters.dynamodb.rows.expressions import EXISTS, check, delete, put, put_new, when
from certkeeper.adapters.dynamodb.rows.open_scopes import open_scope, scope_deleted
from certkeeper.adapters.dynamodb.rows.table import ConditionsFailedError, Table
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import CertificateChangedError, ConflictError, DuplicateCertificateError
from certkeeper.ports.receipts import ReceiptExistsError, UploadReceipt
from certkeeper.ports.uploads import MAX_WITH_NAMES, UploadIntent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.keys import Key
    from certkeeper.adapters.dynamodb.rows.columns import Row
    from certkeeper.adapters.dynamodb.rows.expressions import Write
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.receipts import OverdueIntent

UPLOAD_INTENT = Columns(
    UploadIntent,
    {
        "certificate": nested_row(CERTIFICATE, certificate_row),
        "version": nested_row(VERSION),
        "started_at": REQUIRED_MOMENT,
        "gone": TEXT,
    },
    extra_fields=("receipt",),
)


class DynamoUploads:
    """Uploads; fulfils `ports.uploads.Uploads`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)
        self._begun: tuple[UploadIntent, Row] | None = None

    @translated
    def receipt(self, scope: str, key: str) -> UploadReceipt | None:
        """Return the receipt of an upload to a scope with this Idempotency-Key, or None."""
        return read_upload_receipt(self._table, scope, key)

    @translated
    def holder(self, scope: str, sha256: str) -> str | None:
        """Return the id of the certificate of a scope that has a version with this digest (`sha256`, hex), or None."""
        row = self._table.read(keys.fingerprint(scope, sha256))
        return HOLDER.read(row).certificate_id if row else None

    @translated
    def with_names(self, scope: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of certificates of a scope that have, or had, exactly these names, newest first (Query).

        At most MAX_WITH_NAMES, from one consistent read of as many small rows.
        """
        key = keys.name_set(scope, names, "")
        query = self._table.query(key.partition, when("begins_with(sk, :names)", names={"S": key.sort}))
        query |= {"ScanIndexForward": False, "Limit": MAX_WITH_NAMES}
        return tuple(HOLDER.read(row).certificate_id for row in self._table.client.query(**query)["Items"])

    @translated
    def record_intent(self, intent: UploadIntent) -> None:
        """Record the intent of an upload (PutItem)."""
        self._table.write(put(intent_key(intent), self._row(intent)))

    @translated
    def commit(self, intent: UploadIntent) -> Certificate:
        """Store everything that an upload brings, and return the certificate (TransactWriteItems); it is idempotent.

        `intent` has the rows. Raises ReceiptExistsError if the Idempotency-Key was used before,
        DuplicateCertificateError if the scope has the certificate already, ConflictError with the code name_taken or
        scope_deleted, and CertificateChangedError if the certificate was changed, or the intent is gone.
        """
        try:
            self._table.transact(upload_writes(intent, self._row(intent)))
        except ConditionsFailedError as error:
            if not self._is_finished(intent):
                raise self._refusal(intent, error.failed) from error
        row = stored_row(self._table, intent.certificate)
        if row is None:
            raise CertificateChangedError
        return CERTIFICATE.read(row)

    @translated
    def delete_intent(self, intent: UploadIntent) -> None:
        """Delete the intent of an upload (DeleteItem); nothing happens if it is gone."""
        self._table.write(delete(intent_key(intent)))

    @translated
    def overdue_intents(self, now: datetime) -> tuple[OverdueIntent, ...]:
        """Return references to the intents that are overdue now, oldest first (Query, consistent)."""
        return tuple(map(keys.overdue_intent, self._table.sort_keys(keys.INTENTS, to_text(now))))

    @translated
    def read_intent(self, overdue: OverdueIntent) -> UploadIntent | None:
        """Return the intent that is overdue, as `overdue` refers to it (GetItem, consistent); None if it is gone."""
        row = self._table.read(keys.intent(overdue.due_at, overdue.intent_id))
        return intent_of(row) if row else None

    def _row(self, intent: UploadIntent) -> Row:
        """Return the row of an intent.

        Most uploads are committed by the process that began them, so the row is made once.
        """
        if self._begun is None or self._begun[0] is not intent:
            self._begun = intent, intent_row(intent)
        return self._begun[1]

    def _is_finished(self, intent: UploadIntent) -> bool:
        row = self._table.read(keys.version(intent.version.certificate_id, intent.version.version))
        return row is not None and VERSION.read(row).order_id == intent.upload_id

    def _refusal(self, intent: UploadIntent, failed: frozenset[str]) -> Exception:
        if "receipt" in failed:
            return ReceiptExistsError()
        if "digest" in failed:
            holder = self.holder(intent.certificate.scope, intent.version.facts.sha256)
            return DuplicateCertificateError(holder) if holder else CertificateChangedError()
        if "scope" in failed:
            return scope_deleted()
        if "name" in failed:
            return ConflictError("name_taken", NAME_TAKEN)
        return CertificateChangedError()


def intent_key(intent: UploadIntent) -> Key:
    """Return the key of an intent, which has the moment at which it is overdue."""
    return keys.intent(to_text(intent.started_at + keys.INTENT_TIMEOUT), intent.upload_id)


def intent_row(intent: UploadIntent) -> dict[str, AttributeValueTypeDef]:
    """Return the row of an intent: it holds the rows of the certificate and of its version that the commit stores."""
    return {**UPLOAD_INTENT.row(intent), **receipt_attributes(intent.receipt)}


def intent_of(row: Row) -> UploadIntent:
    """Return the intent that a row holds."""
    intent = UPLOAD_INTENT.read(row, receipt=None)
    return replace(intent, receipt=receipt_in(row, intent.certificate))


def upload_writes(intent: UploadIntent, stored_intent: Row) -> dict[str, Write]:
    """Return all writes of an upload, each with a condition, in the order in which a refusal says most.

    `stored_intent` is the row of the intent.
    """
    certificate, version = intent.certificate, intent.version
    due = due_attributes(version.certificate_id, version.created_at)
    writes: dict[str, Write] = {}
    if intent.receipt:
        writes["receipt"] = new_upload_receipt(intent.receipt, intent.started_at)
    writes["digest"] = _digest(intent)
    if version.version == 1:
        row = keys.certificate(certificate.scope, certificate.certificate_id)
        writes["name"] = name_reservation(certificate)
        writes["certificate"] = put_new(row, {**stored_intent["certificate"]["M"], **due})
        writes |= open_scope(certificate.scope, intent.started_at)
    else:
        changes = {**current_version(certificate, version, certificate.name), **due}
        writes["certificate"] = certificate_update(certificate, changes, when("attribute_not_exists(deleted_at)"))
    stored = keys.version(version.certificate_id, version.version)
    writes["version"] = put_new(stored, stored_intent["version"]["M"])
    writes |= name_set_writes(certificate.scope, version)
    writes["intent"] = check(intent_key(intent), EXISTS)
    return writes


def _digest(intent: UploadIntent) -> Write:
    """Return the write of the digest. The digest of a certificate that can no longer be restored may be taken over."""
    version = intent.version
    key = keys.fingerprint(intent.certificate.scope, version.facts.sha256)
    row = HOLDER.row(Holder(version.certificate_id))
    if not intent.gone:
        return put_new(key, row)
    return put(key, row, when("attribute_not_exists(pk) OR certificate_id = :gone", gone={"S": intent.gone}))
