"""Certificates, as they are read and as people change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateStatus, CertificateVersion
    from certkeeper.domain.certificates.revocations import RevocationReason
    from certkeeper.domain.events import Event
    from certkeeper.ports.paging import Page


@dataclass(frozen=True, slots=True)
class CertificateFilter:
    """Which certificates to list: those with a status, and those that a search for a text finds.

    Without a status, all that are not deleted. The text is as a person types it (`domain.certificates.search`).
    """

    status: CertificateStatus | None = None
    text: str = ""


class Certificates(Protocol):
    """Certificates as they are listed and shown.

    `Orders`, `Uploads`, `CertificateChanges` and `Removals` write them.
    """

    def get(self, scope: str, certificate_id: str) -> Certificate:
        """Return the certificate of this scope and id, read consistently. Raises NotFoundError('certificate')."""

    def version(self, certificate_id: str, version: int) -> CertificateVersion:
        """Return one version of a certificate, by its number. Raises NotFoundError('certificate version')."""

    def versions(self, certificate_id: str) -> Sequence[CertificateVersion]:
        """Return the newest 100 versions of the certificate with this id, newest first.

        None where it does not exist.
        """

    def list(
        self, scope: str, wanted: CertificateFilter, *, now: datetime, limit: int, cursor: str | None
    ) -> Page[Certificate]:
        """Return a page of the scope's certificates that are wanted, newest first, read consistently.

        It has `limit` of them unless the list ends, or unless a search for something rare stops early in a long list;
        then it has fewer, and a cursor.
        """


class CertificateChanges(Protocol):
    """The changes that people make to a certificate."""

    def update(self, before: Certificate, after: Certificate) -> Certificate:
        """Store name and settings of `after`, if the revision is still that of `before`, and return it as stored.

        It is atomic: the name's reservation changes in the same transaction, and the certificate is due at once. Raises
        ConflictError('name_taken'), and CertificateChangedError where it was written meanwhile.
        """

    def revoke(
        self, certificate: Certificate, version: int, reason: RevocationReason, event: Event, at: datetime
    ) -> Certificate:
        """Mark the version as revoked at this moment, for this reason, and return the certificate as it is then.

        It is atomic, and conditional on the revision of `certificate`: the certificate is marked too if the version is
        its current one, the event is put into its outbox, and it is due at once. A version that is marked already keeps
        its moment and its reason, and nothing is stored. Raises NotFoundError('certificate version'), and
        CertificateChangedError where the certificate was written meanwhile.
        """

    def mark_published(self, certificate: Certificate, event: Event) -> Certificate:
        """Take a published event out of the outbox if the certificate's revision is unchanged, and return the latter.

        It stays due. Where it was written meanwhile nothing is stored, and the sweep publishes the event again, under
        the same id. Raises NotFoundError('certificate').
        """
