"""What people change of certificates, in DynamoDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws_errors import translated
from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.certificate_rows import read_certificate, search_text
from certkeeper.adapters.dynamodb.due import due_attributes
from certkeeper.adapters.dynamodb.new_rows import put_new
from certkeeper.adapters.dynamodb.setting import setting
from certkeeper.adapters.dynamodb.settings_documents import settings_document
from certkeeper.adapters.dynamodb.table import ConditionsFailedError, Table
from certkeeper.domain.errors import CertificateChangedError, ConflictError, NotFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef, UpdateTypeDef

    from certkeeper.adapters.dynamodb.keys import Key
    from certkeeper.domain.certificates import Certificate
    from certkeeper.domain.revocations import RevocationReason

NAME_TAKEN = "a certificate of this name is in the scope already"


class DynamoCertificateChanges:
    """Fulfils `ports.CertificateChanges`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def update(self, before: Certificate, after: Certificate) -> Certificate:
        """See `ports.CertificateChanges.update`. A name that stays is not touched."""
        writes: dict[str, TransactWriteItemTypeDef] = {"certificate": {"Update": _settings(self._table, before, after)}}
        if after.name != before.name:
            holder = {"certificate_id": a.text(before.certificate_id)}
            old = keys.certificate_name(before.scope, before.name)
            new = keys.certificate_name(before.scope, after.name)
            writes["old name"] = {"Delete": {"TableName": self._table.name, "Key": old.attributes()}}
            writes["name"] = {"Put": put_new(self._table, new, holder)}
        try:
            self._table.transact(list(writes.values()))
        except ConditionsFailedError as error:
            failed = {what for place, what in enumerate(writes) if place in error.failed}
            if failed == {"name"}:
                raise ConflictError("name_taken", NAME_TAKEN) from error
            raise CertificateChangedError from error
        return self._read(before)

    @translated
    def revoke(self, certificate: Certificate, version: int, reason: RevocationReason, at: datetime) -> Certificate:
        """See `ports.CertificateChanges.revoke`. The certificate's row is marked under the condition of its version."""
        of_version = _mark(self._table, keys.version(certificate.certificate_id, version), reason, at)
        try:
            self._table.update(of_version, "NONE")
        except ConditionsFailedError as error:
            raise NotFoundError("certificate version") from error
        row = keys.certificate(certificate.scope, certificate.certificate_id)
        try:
            mark = _mark(self._table, row, reason, at)
            marked = _mark_current(certificate.certificate_id, version, mark, at)
            return read_certificate(self._table.update(marked, "ALL_NEW"))
        except ConditionsFailedError:
            return self._read(certificate)

    def _read(self, certificate: Certificate) -> Certificate:
        row = self._table.read(keys.certificate(certificate.scope, certificate.certificate_id))
        if row is None:
            raise NotFoundError("certificate")
        return read_certificate(row)


def _settings(table: Table, before: Certificate, after: Certificate) -> UpdateTypeDef:
    changes = setting(
        {
            "name": a.text(after.name),
            "settings": a.document(settings_document(after.settings)),
            "search_text": search_text(after.name, after.names),
            **due_attributes(before.certificate_id, before.created_at),
        }
    )
    return {
        "TableName": table.name,
        "Key": keys.certificate(before.scope, before.certificate_id).attributes(),
        "UpdateExpression": f"{changes.sets} ADD revision :one",
        "ConditionExpression": "revision = :read AND attribute_not_exists(deleted_at)",
        "ExpressionAttributeNames": changes.names,
        "ExpressionAttributeValues": {**changes.values, ":read": a.number(before.revision), ":one": a.number(1)},
    }


def _mark(table: Table, key: Key, reason: RevocationReason, at: datetime) -> UpdateTypeDef:
    return {
        "TableName": table.name,
        "Key": key.attributes(),
        "UpdateExpression": "SET revoked_at = if_not_exists(revoked_at, :at), "
        "revocation_reason = if_not_exists(revocation_reason, :reason)",
        "ConditionExpression": "attribute_exists(pk)",
        "ExpressionAttributeValues": a.present({":at": a.moment(at), ":reason": a.text(reason)}),
    }


def _mark_current(certificate_id: str, version: int, mark: UpdateTypeDef, at: datetime) -> UpdateTypeDef:
    """Where it is marked already, nothing is written: a repetition is no change. Else it is due at once."""
    due = a.present(due_attributes(certificate_id, at))
    return {
        **mark,
        "UpdateExpression": f"{mark['UpdateExpression']}, {', '.join(f'{name} = :{name}' for name in due)} "
        "ADD revision :one",
        "ConditionExpression": "version = :version AND attribute_not_exists(revoked_at)",
        "ExpressionAttributeValues": {
            **mark["ExpressionAttributeValues"],
            **{f":{name}": value for name, value in due.items()},
            ":version": a.number(version),
            ":one": a.number(1),
        },
    }
