"""Deletions and restorations in DynamoDB: their intents are in one partition, by when they are overdue (ADR 47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.keys import due_attributes
from certkeeper.adapters.dynamodb.rows.certificates import (
    CERTIFICATE,
    certificate_row,
    certificate_update,
    name_release,
    name_reservation,
    stored_row,
)
from certkeeper.adapters.dynamodb.rows.columns import (
    MOMENT,
    REQUIRED_MOMENT,
    REQUIRED_TEXT,
    TEXT,
    Columns,
    enum_column,
    nested_row,
)
from certkeeper.adapters.dynamodb.rows.expressions import EXISTS, check, delete, put, put_new, when
from certkeeper.adapters.dynamodb.rows.open_scopes import open_scope, scope_deleted
from certkeeper.adapters.dynamodb.rows.table import ConditionsFailedError, Table
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import CertificateChangedError, ConflictError
from certkeeper.ports.removals import Removal, RemovalKind

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.keys import Key
    from certkeeper.adapters.dynamodb.rows.expressions import Write
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.receipts import OverdueIntent

NAME_TAKEN_MEANWHILE = "another certificate of the scope has this name by now; rename that one, then restore"
REMOVAL = Columns(
    Removal,
    {
        "kind": enum_column(RemovalKind),
        "removal_id": REQUIRED_TEXT,
        "certificate": nested_row(CERTIFICATE, certificate_row),
        "started_at": REQUIRED_MOMENT,
        "caller": TEXT,
        "recoverable_until": MOMENT,
    },
)


class DynamoRemovals:
    """Deletions and restorations; fulfils `ports.removals.Removals`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def delete(self, removal: Removal) -> Certificate:
        """Mark a certificate as deleted, release its name, record the intent, and return the certificate.

        One transaction. Raises CertificateChangedError if the certificate was changed or deleted since `removal` read
        it.
        """
        certificate = removal.certificate
        writes = {
            "certificate": _deletion(removal),
            "name": name_release(certificate.scope, certificate.name),
            "intent": put_new(_intent_key(removal), REMOVAL.row(removal)),
        }
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            raise CertificateChangedError from error
        return self._read(certificate)

    @translated
    def record_intent(self, removal: Removal) -> None:
        """Record the intent of a removal (PutItem)."""
        self._table.write(put(_intent_key(removal), REMOVAL.row(removal)))

    @translated
    def restore(self, removal: Removal) -> Certificate:
        """Take the mark of a deletion off a certificate, reserve its name, and return the certificate.

        One transaction. Raises ConflictError with the code name_taken if another certificate has the name by now, or
        scope_deleted, and CertificateChangedError if the certificate was changed or the intent of `removal` is gone.
        """
        writes = {
            "certificate": _restoration(removal),
            "name": name_reservation(removal.certificate),
            "intent": check(_intent_key(removal), EXISTS),
            **open_scope(removal.certificate.scope, removal.started_at),
        }
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            if error.failed == {"name"}:
                raise ConflictError("name_taken", NAME_TAKEN_MEANWHILE) from error
            if error.failed == {"scope"}:
                raise scope_deleted() from error
            raise CertificateChangedError from error
        return self._read(removal.certificate)

    @translated
    def delete_intent(self, removal: Removal, certificate: Certificate) -> bool:
        """Delete the intent of a removal, and return whether it was deleted.

        It stays if the certificate has had a later removal since it was read.
        """
        last = when("attribute_not_exists(removal_id)")
        if certificate.removal_id:
            last = when("removal_id = :removal", removal={"S": certificate.removal_id})
        row = keys.certificate(certificate.scope, certificate.certificate_id)
        try:
            self._table.transact({"certificate": check(row, last), "intent": delete(_intent_key(removal))})
        except ConditionsFailedError:
            return False
        return True

    @translated
    def overdue_intents(self, now: datetime) -> tuple[OverdueIntent, ...]:
        """Return references to the intents that are overdue now, oldest first (Query, consistent)."""
        return tuple(map(keys.overdue_intent, self._table.sort_keys(keys.REMOVALS, to_text(now))))

    @translated
    def read_intent(self, overdue: OverdueIntent) -> Removal | None:
        """Return the removal whose intent is overdue, as `overdue` refers to it (GetItem, consistent).

        None if it is gone.
        """
        row = self._table.read(keys.removal(overdue.due_at, overdue.intent_id))
        return REMOVAL.read(row) if row else None

    def _read(self, certificate: Certificate) -> Certificate:
        row = stored_row(self._table, certificate)
        if row is None:
            raise CertificateChangedError
        return CERTIFICATE.read(row)


def _intent_key(removal: Removal) -> Key:
    """Return the key of the intent, which has the moment at which it is overdue."""
    return keys.removal(to_text(removal.started_at + keys.INTENT_TIMEOUT), removal.removal_id)


def _deletion(removal: Removal) -> Write:
    mark = CERTIFICATE.part(
        deleted_at=removal.started_at, recoverable_until=removal.recoverable_until, removal_id=removal.removal_id
    )
    return certificate_update(removal.certificate, mark | _due(removal), when("attribute_not_exists(deleted_at)"))


def _restoration(removal: Removal) -> Write:
    mark = CERTIFICATE.part(deleted_at=None, recoverable_until=None, removal_id=removal.removal_id)
    return certificate_update(removal.certificate, mark | _due(removal), when("attribute_exists(deleted_at)"))


def _due(removal: Removal) -> dict[str, AttributeValueTypeDef | None]:
    """Return the attributes that make the certificate due, so that the next sweep handles what has become of it."""
    return due_attributes(removal.certificate.certificate_id, removal.started_at)
