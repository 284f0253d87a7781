"""Activations in DynamoDB: their intents are in one partition, by when they are overdue (ADR 106)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.certificate_changes import DynamoCertificateChanges
from certkeeper.adapters.dynamodb.intents.receipts import (
    new_upload_receipt,
    read_upload_receipt,
    receipt_attributes,
    receipt_in,
)
from certkeeper.adapters.dynamodb.keys import due_attributes
from certkeeper.adapters.dynamodb.rows.certificates import (
    CERTIFICATE,
    VERSION,
    certificate_row,
    certificate_update,
    current_version,
)
from certkeeper.adapters.dynamodb.rows.columns import REQUIRED_MOMENT, REQUIRED_TEXT, TEXT, Columns, nested_row
from certkeeper.adapters.dynamodb.rows.expressions import EXISTS, delete, put, when
from certkeeper.adapters.dynamodb.rows.table import ConditionsFailedError
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import CertificateChangedError
from certkeeper.domain.renewal.activation import activated
from certkeeper.ports.receipts import ReceiptExistsError, UploadReceipt
from certkeeper.ports.uploads import Activation

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.keys import Key
    from certkeeper.adapters.dynamodb.rows.columns import Row
    from certkeeper.adapters.dynamodb.rows.expressions import Write
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.events import Event
    from certkeeper.ports.receipts import OverdueIntent

ACTIVATION = Columns(
    Activation,
    {
        "activation_id": REQUIRED_TEXT,
        "certificate": nested_row(CERTIFICATE, certificate_row),
        "version": nested_row(VERSION),
        "started_at": REQUIRED_MOMENT,
        "caller": TEXT,
    },
    extra_fields=("receipt",),
)


class DynamoActivations(DynamoCertificateChanges):
    """Activations; fulfils `ports.uploads.Activations`."""

    @translated
    def receipt(self, scope: str, key: str) -> UploadReceipt | None:
        """Return the receipt of an activation, or an upload, in a scope with this Idempotency-Key, or None."""
        return read_upload_receipt(self._table, scope, key)

    @translated
    def record_intent(self, activation: Activation) -> None:
        """Record the intent of an activation (PutItem)."""
        self._table.write(put(_intent_key(activation), activation_row(activation)))

    @translated
    def commit(self, activation: Activation, event: Event) -> Certificate:
        """Make the version current, store event and receipt, delete the intent, and return the certificate.

        One transaction, on the condition that the certificate's revision is still that of `activation`. Raises
        ReceiptExistsError if the Idempotency-Key was used before, and CertificateChangedError if the certificate was
        changed or deleted, or the intent is gone.
        """
        certificate = activation.certificate
        writes: dict[str, Write] = {}
        if activation.receipt:
            writes["receipt"] = new_upload_receipt(activation.receipt, activation.started_at)
        writes["certificate"] = _made_current(activation, event)
        writes["intent"] = delete(_intent_key(activation), EXISTS)
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            raise (ReceiptExistsError if "receipt" in error.failed else CertificateChangedError) from error
        return self._read(certificate)

    @translated
    def delete_intent(self, activation: Activation) -> None:
        """Delete the intent of an activation (DeleteItem); nothing happens if it is gone."""
        self._table.write(delete(_intent_key(activation)))

    @translated
    def overdue_intents(self, now: datetime) -> tuple[OverdueIntent, ...]:
        """Return references to the intents that are overdue now, oldest first (Query, consistent)."""
        return tuple(map(keys.overdue_intent, self._table.sort_keys(keys.ACTIVATIONS, to_text(now))))

    @translated
    def read_intent(self, overdue: OverdueIntent) -> Activation | None:
        """Return the activation whose intent is overdue, as `overdue` refers to it (GetItem, consistent).

        None if it is gone.
        """
        row = self._table.read(keys.activation(overdue.due_at, overdue.intent_id))
        return activation_of(row) if row else None


def _intent_key(activation: Activation) -> Key:
    """Return the key of the intent, which has the moment at which it is overdue."""
    return keys.activation(to_text(activation.started_at + keys.INTENT_TIMEOUT), activation.activation_id)


def activation_row(activation: Activation) -> dict[str, AttributeValueTypeDef]:
    """Return the row of the intent of an activation."""
    return {**ACTIVATION.row(activation), **receipt_attributes(activation.receipt)}


def activation_of(row: Row) -> Activation:
    """Return the activation whose intent a row holds."""
    found = ACTIVATION.read(row, receipt=None)
    return replace(found, receipt=receipt_in(row, found.certificate))


def _made_current(activation: Activation, event: Event) -> Write:
    certificate, version = activation.certificate, activation.version
    after = activated(certificate, version, event, activation.started_at)
    changes = {
        **current_version(certificate, version, certificate.name),
        **CERTIFICATE.part(renewal=after.renewal, outbox=after.outbox),
        **due_attributes(certificate.certificate_id, activation.started_at),
    }
    return certificate_update(certificate, changes, when("attribute_not_exists(deleted_at)"))
