"""What people change of certificates, in DynamoDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.certificate_rows import read_certificate, search_text
from certkeeper.adapters.dynamodb.due import due_attributes
from certkeeper.adapters.dynamodb.event_documents import events_document
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
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.certificates.revocations import RevocationReason
    from certkeeper.domain.events import Event

NAME_TAKEN = "a certificate of this name is in the scope already"


class DynamoCertificateChanges:
    """Fulfils `ports.certificates.CertificateChanges`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def update(self, before: Certificate, after: Certificate) -> Certificate:
        """See `CertificateChanges.update`. A name that stays is not touched."""
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
    def revoke(
        self, certificate: Certificate, version: int, reason: RevocationReason, event: Event, at: datetime
    ) -> Certificate:
        """See `CertificateChanges.revoke`. Where it is the version that refuses, it says why."""
        row = keys.version(certificate.certificate_id, version)
        writes: list[TransactWriteItemTypeDef] = [
            {"Update": _marked_version(self._table, row, reason, at)},
            {"Update": _marked(self._table, certificate, version, reason, event, at)},
        ]
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            if error.failed == {1}:
                raise CertificateChangedError from error
            if self._table.read(row) is None:
                raise NotFoundError("certificate version") from error
        return self._read(certificate)

    @translated
    def told(self, certificate: Certificate, event: Event) -> Certificate:
        """See `CertificateChanges.told`."""
        left = tuple(each for each in certificate.outbox if each.event_id != event.event_id)
        emptied = _change(self._table, certificate, {"outbox": a.document(events_document(left))})
        try:
            return read_certificate(self._table.update(emptied, "ALL_NEW"))
        except ConditionsFailedError:
            return self._read(certificate)

    def _read(self, certificate: Certificate) -> Certificate:
        row = self._table.read(keys.certificate(certificate.scope, certificate.certificate_id))
        if row is None:
            raise NotFoundError("certificate")
        return read_certificate(row)


def _settings(table: Table, before: Certificate, after: Certificate) -> UpdateTypeDef:
    changes = _change(
        table,
        before,
        {
            "name": a.text(after.name),
            "settings": a.document(settings_document(after.settings)),
            "search_text": search_text(after.name, after.names),
            **due_attributes(before.certificate_id, before.created_at),
        },
    )
    return {**changes, "ConditionExpression": "revision = :read AND attribute_not_exists(deleted_at)"}


def _marked_version(table: Table, row: Key, reason: RevocationReason, at: datetime) -> UpdateTypeDef:
    changes = setting(_mark(reason, at))
    return {
        "TableName": table.name,
        "Key": row.attributes(),
        "UpdateExpression": changes.sets,
        "ConditionExpression": "attribute_exists(pk) AND attribute_not_exists(revoked_at)",
        "ExpressionAttributeNames": changes.names,
        "ExpressionAttributeValues": changes.values,
    }


def _marked(
    table: Table, certificate: Certificate, version: int, reason: RevocationReason, event: Event, at: datetime
) -> UpdateTypeDef:
    """The outbox is written whole: the condition says that nobody has put anything into it since it was read."""
    mark = _mark(reason, at) if version == certificate.version else {}
    outbox = a.document(events_document((*certificate.outbox, event)))
    due = due_attributes(certificate.certificate_id, at)
    return _change(table, certificate, {**mark, "outbox": outbox, **due})


def _mark(reason: RevocationReason, at: datetime) -> a.Attributes:
    return {"revoked_at": a.moment(at), "revocation_reason": a.text(reason)}


def _change(table: Table, certificate: Certificate, attributes: a.Attributes) -> UpdateTypeDef:
    """Sets and removes attributes where nobody has written the certificate since it was read."""
    changes = setting(attributes)
    return {
        "TableName": table.name,
        "Key": keys.certificate(certificate.scope, certificate.certificate_id).attributes(),
        "UpdateExpression": f"{changes.sets} {changes.removes} ADD revision :one",
        "ConditionExpression": "revision = :read",
        "ExpressionAttributeNames": changes.names,
        "ExpressionAttributeValues": {
            **changes.values,
            ":read": a.number(certificate.revision),
            ":one": a.number(1),
        },
    }
