"""Changes that people make to certificates, in DynamoDB (ADR 46)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.keys import due_attributes
from certkeeper.adapters.dynamodb.rows.certificates import (
    CERTIFICATE,
    NAME_TAKEN,
    VERSION,
    certificate_update,
    name_release,
    name_reservation,
    stored_row,
)
from certkeeper.adapters.dynamodb.rows.expressions import update, when
from certkeeper.adapters.dynamodb.rows.search import search_attributes
from certkeeper.adapters.dynamodb.rows.table import ConditionsFailedError, Table
from certkeeper.domain.errors import CertificateChangedError, ConflictError, NotFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.adapters.dynamodb.rows.columns import Attributes
    from certkeeper.adapters.dynamodb.rows.expressions import Write
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.certificates.revocations import RevocationReason
    from certkeeper.domain.events import Event

IS_NOT_REVOKED = when("attribute_exists(pk) AND attribute_not_exists(revoked_at)")


class DynamoCertificateChanges:
    """Changes of certificates; fulfils `ports.certificates.CertificateChanges`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def update(self, before: Certificate, after: Certificate) -> Certificate:
        """Store the name and the settings of `after`, and return the certificate as it is then.

        `before` is the certificate as it was read. A new name is reserved, and the old one released, in the same
        transaction. Raises ConflictError with the code name_taken if another certificate has the name,
        CertificateChangedError if the row was changed or deleted meanwhile, and NotFoundError if it is gone.
        """
        writes = {"certificate": _settings(before, after)}
        if after.name != before.name:
            writes["old name"] = name_release(before.scope, before.name)
            writes["name"] = name_reservation(after)
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            if error.failed == {"name"}:
                raise ConflictError("name_taken", NAME_TAKEN) from error
            raise CertificateChangedError from error
        return self._read(before)

    @translated
    def revoke(
        self, certificate: Certificate, version: int, reason: RevocationReason, event: Event, at: datetime
    ) -> Certificate:
        """Mark a version as revoked at a moment for a reason, add the event to the outbox, return the certificate.

        Both rows are written in one transaction; nothing changes if the version is marked already. Raises
        CertificateChangedError if the certificate was changed since it was read, and NotFoundError if there is no such
        version.
        """
        row = keys.version(certificate.certificate_id, version)
        mark = VERSION.part(revoked_at=at, revocation_reason=reason)
        writes = {
            "version": update(row, mark, IS_NOT_REVOKED),
            "certificate": _marked(certificate, mark if version == certificate.version else {}, event, at),
        }
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            if error.failed == {"certificate"}:
                raise CertificateChangedError from error
            if self._table.read(row) is None:
                raise NotFoundError("certificate version") from error
        return self._read(certificate)

    @translated
    def mark_published(self, certificate: Certificate, event: Event) -> Certificate:
        """Remove an event from the outbox of a certificate and return the certificate.

        If the row was changed since it was read it is left as it is, and the next sweep publishes the event again.
        Raises NotFoundError if the certificate is gone.
        """
        left = tuple(each for each in certificate.outbox if each.event_id != event.event_id)
        try:
            row = self._table.write(certificate_update(certificate, CERTIFICATE.part(outbox=left)), "ALL_NEW")
        except ConditionsFailedError:
            return self._read(certificate)
        return CERTIFICATE.read(row)

    def _read(self, certificate: Certificate) -> Certificate:
        row = stored_row(self._table, certificate)
        if row is None:
            raise NotFoundError("certificate")
        return CERTIFICATE.read(row)


def _settings(before: Certificate, after: Certificate) -> Write:
    changes = {
        **CERTIFICATE.part(name=after.name, settings=after.settings),
        **search_attributes(after.certificate_id, after.name, after.names, after.facts),
        **due_attributes(before.certificate_id, before.created_at),
    }
    return certificate_update(before, changes, when("attribute_not_exists(deleted_at)"))


def _marked(certificate: Certificate, mark: Attributes, event: Event, at: datetime) -> Write:
    """Return the write of the mark and the outbox.

    The condition on the revision protects events that were added meanwhile.
    """
    outbox = CERTIFICATE.part(outbox=(*certificate.outbox, event))
    return certificate_update(certificate, {**mark, **outbox, **due_attributes(certificate.certificate_id, at)})
