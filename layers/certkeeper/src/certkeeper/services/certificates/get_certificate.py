"""One certificate with its versions and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.events import Event
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import History


def get_certificate(
    scope: str, certificate_id: str, *, certificates: Certificates, history: History
) -> tuple[Certificate, Sequence[CertificateVersion], Sequence[Event]]:
    """The certificate, its versions, none while its first order runs, and what has happened to it; the newest first.

    Raises NotFoundError.
    """
    certificate = certificates.get(scope, certificate_id)
    return certificate, versions_of(certificate, certificates), history.of(certificate_id)


def versions_of(certificate: Certificate, certificates: Certificates) -> Sequence[CertificateVersion]:
    """Its versions up to the current one: the next may be stored a moment before it counts."""
    versions = certificates.versions(certificate.certificate_id) if certificate.version else ()
    return [version for version in versions if version.version <= certificate.version]
