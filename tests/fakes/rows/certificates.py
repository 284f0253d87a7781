"""`ports.certificates.Certificates` in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import CertificateStatus
from certkeeper.domain.certificates.search import Search
from certkeeper.domain.errors import NotFoundError
from tests.fakes.rows.cursors import newest_first
from tests.fakes.rows.table import FakeTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.ports.certificates import CertificateFilter
    from certkeeper.ports.paging import Page


class FakeCertificates:
    """Fulfils `ports.certificates.Certificates`; shares its table with `FakeOrders`, which write."""

    def __init__(self, table: FakeTable | None = None) -> None:
        self.table = table or FakeTable()

    def get(self, scope: str, certificate_id: str) -> Certificate:
        """See `Certificates.get`."""
        try:
            return self.table.certificates[scope, certificate_id]
        except KeyError:
            raise NotFoundError("certificate") from None

    def version(self, certificate_id: str, version: int) -> CertificateVersion:
        """See `Certificates.version`."""
        try:
            return self.table.versions[certificate_id, version]
        except KeyError:
            raise NotFoundError("certificate version") from None

    def versions(self, certificate_id: str) -> Sequence[CertificateVersion]:
        """See `Certificates.versions`."""
        held = (version for version in self.table.versions.values() if version.certificate_id == certificate_id)
        return sorted(held, key=lambda version: -version.version)[:100]

    def list(
        self, scope: str, wanted: CertificateFilter, *, now: datetime, limit: int, cursor: str | None
    ) -> Page[Certificate]:
        """See `Certificates.list`."""
        held = (
            certificate
            for certificate in self.table.certificates.values()
            if certificate.scope == scope and _is_wanted(certificate, wanted, now)
        )
        return newest_first(held, lambda certificate: certificate.certificate_id, limit=limit, cursor=cursor)


def _is_wanted(certificate: Certificate, wanted: CertificateFilter, now: datetime) -> bool:
    status = certificate.status(now)
    is_shown = status is not CertificateStatus.DELETED if wanted.status is None else status is wanted.status
    return is_shown and Search.of(wanted.text).finds(certificate)
