"""Deletions and restorations in DynamoDB: notes in one partition by when they are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.keys import due_attributes
from certkeeper.adapters.dynamodb.rows.certificates import (
    CERTIFICATE,
    NAME_TAKEN,
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
    """Fulfils `ports.removals.Removals`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def delete(self, removal: Removal) -> Certificate:
        """See `Removals.delete`."""
        certificate = removal.certificate
        writes = {
            "certificate": _deletion(removal),
            "name": name_release(certificate.scope, certificate.name),
            "note": put_new(_note(removal), REMOVAL.row(removal)),
        }
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            raise CertificateChangedError from error
        return self._read(certificate)

    @translated
    def record_intent(self, removal: Removal) -> None:
        """See `Removals.record_intent`."""
        self._table.write(put(_note(removal), REMOVAL.row(removal)))

    @translated
    def restore(self, removal: Removal) -> Certificate:
        """See `Removals.restore`."""
        writes = {
            "certificate": _restoration(removal),
            "name": name_reservation(removal.certificate),
            "note": check(_note(removal), EXISTS),
        }
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            if error.failed == {"name"}:
                raise ConflictError("name_taken", NAME_TAKEN) from error
            raise CertificateChangedError from error
        return self._read(removal.certificate)

    @translated
    def delete_intent(self, removal: Removal, certificate: Certificate) -> bool:
        """See `Removals.delete_intent`."""
        last = when("attribute_not_exists(removal_id)")
        if certificate.removal_id:
            last = when("removal_id = :removal", removal={"S": certificate.removal_id})
        row = keys.certificate(certificate.scope, certificate.certificate_id)
        try:
            self._table.transact({"certificate": check(row, last), "note": delete(_note(removal))})
        except ConditionsFailedError:
            return False
        return True

    @translated
    def overdue_intents(self, now: datetime) -> tuple[OverdueIntent, ...]:
        """See `Removals.overdue_intents`."""
        return tuple(map(keys.overdue_intent, self._table.sort_keys(keys.REMOVALS, to_text(now))))

    @translated
    def read_intent(self, note: OverdueIntent) -> Removal | None:
        """See `Removals.read_intent`."""
        row = self._table.read(keys.removal(note.due_at, note.intent_id))
        return REMOVAL.read(row) if row else None

    def _read(self, certificate: Certificate) -> Certificate:
        row = stored_row(self._table, certificate)
        if row is None:
            raise CertificateChangedError
        return CERTIFICATE.read(row)


def _note(removal: Removal) -> Key:
    """By when somebody shall look after it."""
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
    """The next sweep sees what has become of it."""
    return due_attributes(removal.certificate.certificate_id, removal.started_at)
