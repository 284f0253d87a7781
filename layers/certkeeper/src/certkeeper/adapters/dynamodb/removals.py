"""Deletions and restorations in DynamoDB: notes in one partition by when they are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.certificate_changes import NAME_TAKEN
from certkeeper.adapters.dynamodb.certificate_rows import read_certificate
from certkeeper.adapters.dynamodb.due import due_attributes
from certkeeper.adapters.dynamodb.new_rows import put_new
from certkeeper.adapters.dynamodb.removal_rows import read_removal, removal_attributes, removal_key
from certkeeper.adapters.dynamodb.table import ConditionsFailedError, Table
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import CertificateChangedError, ConflictError

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import ConditionCheckTypeDef, TransactWriteItemTypeDef, UpdateTypeDef

    from certkeeper.adapters.dynamodb.keys import Key
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.notes import OverdueNote
    from certkeeper.ports.removals import Removal


class DynamoRemovals:
    """Fulfils `ports.removals.Removals`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def delete(self, removal: Removal) -> Certificate:
        """See `Removals.delete`."""
        name = _name(removal.certificate)
        writes: list[TransactWriteItemTypeDef] = [
            {"Update": _deletion(self._table, removal)},
            {"Delete": {"TableName": self._table.name, "Key": name.attributes()}},
            {"Put": put_new(self._table, removal_key(removal), removal_attributes(removal))},
        ]
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            raise CertificateChangedError from error
        return self._read(removal.certificate)

    @translated
    def begin(self, removal: Removal) -> None:
        """See `Removals.begin`."""
        put = put_new(self._table, removal_key(removal), removal_attributes(removal))
        self._table.client.put_item(TableName=self._table.name, Item=put["Item"])

    @translated
    def restore(self, removal: Removal) -> Certificate:
        """See `Removals.restore`."""
        holder = {"certificate_id": a.text(removal.certificate.certificate_id)}
        note = removal_key(removal)
        writes: list[TransactWriteItemTypeDef] = [
            {"Update": _restoration(self._table, removal)},
            {"Put": put_new(self._table, _name(removal.certificate), holder)},
            {"ConditionCheck": _check(self._table, note, "attribute_exists(pk)")},
        ]
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            if error.failed == {1}:
                raise ConflictError("name_taken", NAME_TAKEN) from error
            raise CertificateChangedError from error
        return self._read(removal.certificate)

    @translated
    def forget(self, removal: Removal, seen: Certificate) -> bool:
        """See `Removals.forget`."""
        row = keys.certificate(seen.scope, seen.certificate_id)
        if seen.removal_id:
            unchanged = _check(self._table, row, "removal_id = :removal")
            unchanged["ExpressionAttributeValues"] = {":removal": {"S": seen.removal_id}}
        else:
            unchanged = _check(self._table, row, "attribute_not_exists(removal_id)")
        note = removal_key(removal)
        try:
            self._table.transact(
                [
                    {"ConditionCheck": unchanged},
                    {"Delete": {"TableName": self._table.name, "Key": note.attributes()}},
                ]
            )
        except ConditionsFailedError:
            return False
        return True

    @translated
    def overdue(self, now: datetime) -> tuple[OverdueNote, ...]:
        """See `Removals.overdue`."""
        return tuple(map(keys.overdue_note, self._table.sort_keys(keys.REMOVALS, to_text(now))))

    @translated
    def noted(self, note: OverdueNote) -> Removal | None:
        """See `Removals.noted`."""
        row = self._table.read(keys.removal(note.due_at, note.note_id))
        return read_removal(row) if row else None

    def _read(self, certificate: Certificate) -> Certificate:
        row = self._table.read(keys.certificate(certificate.scope, certificate.certificate_id))
        if row is None:
            raise CertificateChangedError
        return read_certificate(row)


_DUE = "due_shard = :due_shard, due_at = :due_at"
"""The next sweep sees what has become of it."""


def _name(certificate: Certificate) -> Key:
    return keys.certificate_name(certificate.scope, certificate.name)


def _check(table: Table, key: Key, condition: str) -> ConditionCheckTypeDef:
    return {"TableName": table.name, "Key": key.attributes(), "ConditionExpression": condition}


def _deletion(table: Table, removal: Removal) -> UpdateTypeDef:
    values = {":at": a.moment(removal.begun_at), ":until": a.moment(removal.recoverable_until)}
    return {
        **_change(table, removal, values),
        "UpdateExpression": f"SET deleted_at = :at, recoverable_until = :until, removal_id = :removal, {_DUE} "
        "ADD revision :one",
        "ConditionExpression": "revision = :read AND attribute_not_exists(deleted_at)",
    }


def _restoration(table: Table, removal: Removal) -> UpdateTypeDef:
    return {
        **_change(table, removal, {}),
        "UpdateExpression": f"SET removal_id = :removal, {_DUE} REMOVE deleted_at, recoverable_until ADD revision :one",
        "ConditionExpression": "revision = :read AND attribute_exists(deleted_at)",
    }


def _change(table: Table, removal: Removal, values: a.Attributes) -> UpdateTypeDef:
    certificate = removal.certificate
    due = due_attributes(certificate.certificate_id, removal.begun_at)
    shared = {
        ":removal": a.text(removal.removal_id),
        ":read": a.number(certificate.revision),
        ":one": a.number(1),
        **{f":{name}": value for name, value in due.items()},
    }
    return {
        "TableName": table.name,
        "Key": keys.certificate(certificate.scope, certificate.certificate_id).attributes(),
        "UpdateExpression": "",
        "ExpressionAttributeValues": a.present({**shared, **values}),
    }
