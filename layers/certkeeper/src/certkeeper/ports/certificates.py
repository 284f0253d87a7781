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
    """What to list: a status, and a text that must stand in the name or in one of the DNS names, in lower case.

    Without a status, all that are not deleted.
    """

    status: CertificateStatus | None = None
    text: str = ""


class Certificates(Protocol):
    """Certificates as they are listed and shown. `Orders`, `Uploads`, `CertificateChanges` and `Removals` write."""

    def get(self, scope: str, certificate_id: str) -> Certificate:
        """A consistent read. Raises NotFoundError('certificate')."""

    def version(self, certificate_id: str, version: int) -> CertificateVersion:
        """Raises NotFoundError('certificate version')."""

    def versions(self, certificate_id: str) -> Sequence[CertificateVersion]:
        """The newest 100 versions, newest first; none where there is no such certificate."""

    def list(
        self, scope: str, wanted: CertificateFilter, *, now: datetime, limit: int, cursor: str | None
    ) -> Page[Certificate]:
        """Newest first, `limit` of them unless the list ends. Reads what was just written.

        A search for something rare in a very long list may stop early: then there are fewer, and the cursor goes on.
        """


class CertificateChanges(Protocol):
    """What people change of a certificate that stays."""

    def update(self, before: Certificate, after: Certificate) -> Certificate:
        """Stores name and settings where the revision is still that of `before`; the name's reservation moves along.

        All or nothing, and it is due at once; gives the certificate with its next revision. Raises
        ConflictError('name_taken'), and
        CertificateChangedError where another write was faster.
        """

    def revoke(
        self, certificate: Certificate, version: int, reason: RevocationReason, event: Event, at: datetime
    ) -> Certificate:
        """Marks a version as revoked, the certificate where that is the current one, and keeps the event to be told.

        All or nothing, where the revision is still that of `certificate`: the event goes into the certificate's outbox,
        which is due at once. Gives the certificate as it is then. A version that is marked already keeps its moment and
        its reason, and nothing is stored. Raises NotFoundError('certificate version'), and CertificateChangedError
        where another write was faster.
        """

    def mark_published(self, certificate: Certificate, event: Event) -> Certificate:
        """Takes an event that was published out of the outbox, where the revision is still that of `certificate`.

        Gives the certificate as it is then; it stays due. Where another write was faster nothing is stored: the sweep
        publishes the event again, under the same id. Raises NotFoundError('certificate').
        """
