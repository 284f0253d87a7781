"""Receipts of uploads and of activations, which share their Idempotency-Keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import NUMBER, REQUIRED_TEXT, Columns
from certkeeper.adapters.dynamodb.rows.expressions import put_new
from certkeeper.ports.receipts import UploadReceipt

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.rows.columns import Row
    from certkeeper.adapters.dynamodb.rows.expressions import Write
    from certkeeper.adapters.dynamodb.rows.table import Table
    from certkeeper.domain.certificates.certificate import Certificate

UPLOAD_RECEIPT = Columns(
    UploadReceipt, {"fingerprint": REQUIRED_TEXT, "certificate_id": REQUIRED_TEXT}, extra_fields=("scope", "key")
)


def new_upload_receipt(receipt: UploadReceipt, started_at: datetime) -> Write:
    """Return the write of a receipt, if there is none, of a request that began at this moment."""
    expires_at = int((started_at + keys.RECEIPT_LIFETIME).timestamp())
    row = {**UPLOAD_RECEIPT.row(receipt), "expires_at": NUMBER.write(expires_at)}
    return put_new(keys.upload_receipt(receipt.scope, receipt.key), row)


def read_upload_receipt(table: Table, scope: str, key: str) -> UploadReceipt | None:
    """Return the receipt in a table of a request in a scope with this Idempotency-Key, or None (GetItem)."""
    row = table.read(keys.upload_receipt(scope, key))
    return UPLOAD_RECEIPT.read(row, scope=scope, key=key) if row else None


def receipt_attributes(receipt: UploadReceipt | None) -> dict[str, AttributeValueTypeDef]:
    """Return the attributes by which the row of an intent holds a receipt; none without one.

    The scope and the certificate are in the row already.
    """
    if receipt is None:
        return {}
    return {
        "receipt_key": REQUIRED_TEXT.write(receipt.key),
        "receipt_fingerprint": REQUIRED_TEXT.write(receipt.fingerprint),
    }


def receipt_in(row: Row, certificate: Certificate) -> UploadReceipt | None:
    """Return the receipt that the row of an intent for a certificate holds, or None."""
    if "receipt_key" not in row:
        return None
    key, fingerprint = row["receipt_key"]["S"], row["receipt_fingerprint"]["S"]
    return UploadReceipt(certificate.scope, key, fingerprint, certificate.certificate_id)
