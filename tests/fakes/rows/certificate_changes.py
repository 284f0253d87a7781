"""`ports.certificates.CertificateChanges` in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertificateChangedError, ConflictError, NotFoundError
from tests.fakes.rows.table import FakeTable

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.certificates.revocations import RevocationReason
    from certkeeper.domain.events import Event


class FakeCertificateChanges:
    """Fulfils `ports.certificates.CertificateChanges`; shares its table with `FakeCertificates`."""

    def __init__(self, table: FakeTable | None = None) -> None:
        self.table = table or FakeTable()

    def update(self, before: Certificate, after: Certificate) -> Certificate:
        """See `CertificateChanges.update`."""
        place = (before.scope, before.certificate_id)
        stored = self.table.certificates.get(place)
        if stored is None or stored.revision != before.revision or stored.deleted_at:
            raise CertificateChangedError
        if after.name != before.name:
            if (after.scope, after.name) in self.table.names:
                raise ConflictError(
                    "name_taken", "another certificate of the scope has this name already; choose another name"
                )
            self.table.names.pop((before.scope, before.name), None)
            self.table.names[after.scope, after.name] = after.certificate_id
        self.table.make_due(place, before.created_at)
        return self._put(replace(stored, name=after.name, settings=after.settings))

    def revoke(
        self, certificate: Certificate, version: int, reason: RevocationReason, event: Event, at: datetime
    ) -> Certificate:
        """See `CertificateChanges.revoke`."""
        place = (certificate.scope, certificate.certificate_id)
        held = self.table.versions.get((certificate.certificate_id, version))
        if held is None:
            raise NotFoundError("certificate version")
        stored = self.table.certificates[place]
        if held.revoked_at is not None:
            return stored
        if stored.revision != certificate.revision:
            raise CertificateChangedError
        self.table.versions[certificate.certificate_id, version] = replace(
            held, revoked_at=at, revocation_reason=reason
        )
        if stored.version == version:
            stored = replace(stored, revoked_at=at, revocation_reason=reason)
        self.table.make_due(place, at)
        return self._put(replace(stored, outbox=(*stored.outbox, event)))

    def mark_published(self, certificate: Certificate, event: Event) -> Certificate:
        """See `CertificateChanges.mark_published`."""
        stored = self.table.certificates[certificate.scope, certificate.certificate_id]
        if stored.revision != certificate.revision:
            return stored
        left = tuple(each for each in stored.outbox if each.event_id != event.event_id)
        return self._put(replace(stored, outbox=left))

    def _put(self, certificate: Certificate) -> Certificate:
        """With the next revision."""
        changed = replace(certificate, revision=certificate.revision + 1)
        self.table.certificates[certificate.scope, certificate.certificate_id] = changed
        return changed
