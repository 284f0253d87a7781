"""Notes of uploads as rows: what finishing one needs, as the rows that it will store."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.certificate_rows import certificate_attributes, read_certificate
from certkeeper.adapters.dynamodb.version_rows import read_version, version_attributes
from certkeeper.domain.clock import from_text, to_text
from certkeeper.ports.receipts import UploadReceipt
from certkeeper.ports.uploads import Intent

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.attributes import Attributes, Row
    from certkeeper.adapters.dynamodb.keys import Key

PATIENCE = timedelta(minutes=10)
"""A function of the API ends after 29 s at the latest: whatever is still noted then has died."""


def intent_key(intent: Intent) -> Key:
    """By when somebody shall look after it."""
    return keys.intent(to_text(intent.begun_at + PATIENCE), intent.upload_id)


class RowsToStore(NamedTuple):
    """What finishing an upload will store; the note that is written before it holds the same."""

    certificate: dict[str, AttributeValueTypeDef]
    version: dict[str, AttributeValueTypeDef]


def rows_to_store(intent: Intent) -> RowsToStore:
    """The rows of the certificate and of its version."""
    certificate, version = certificate_attributes(intent.certificate), version_attributes(intent.version)
    return RowsToStore(a.present(certificate), a.present(version))


def intent_attributes(intent: Intent, rows: RowsToStore) -> Attributes:
    """Every attribute of a note."""
    receipt = intent.receipt
    return {
        "certificate": {"M": rows.certificate},
        "version": {"M": rows.version},
        "begun_at": a.moment(intent.begun_at),
        "receipt_key": a.text(receipt.key) if receipt else None,
        "receipt_fingerprint": a.text(receipt.fingerprint) if receipt else None,
        "gone": a.text(intent.gone),
    }


def read_intent(row: Row) -> Intent:
    """The note that a row holds."""
    certificate = read_certificate(row["certificate"]["M"])
    key = a.read_text(row, "receipt_key")
    fingerprint = a.read_text(row, "receipt_fingerprint")
    return Intent(
        certificate=certificate,
        version=read_version(row["version"]["M"]),
        begun_at=from_text(row["begun_at"]["S"]),
        receipt=UploadReceipt(certificate.scope, key, fingerprint, certificate.certificate_id) if key else None,
        gone=a.read_text(row, "gone"),
    )
