"""The secret follows the row: consumers read the version that the certificate's row calls current (ADR 106)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertificateChangedError, NotFoundError, TransientError

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.vaults import VersionVault

MAX_ATTEMPTS = 4
"""The most attempts.

Each one but the last has found that another process wrote the certificate meanwhile; after three something else is
wrong.
"""


def settle_secret(certificate: Certificate, *, certificates: Certificates, vault: VersionVault) -> None:
    """Make the secret's current value that of the current version of a certificate.

    `certificate` is as it was read last. Where a value had to be moved, the row is read again: whoever moves one after
    another process has committed moves it back. A secret that is scheduled for deletion is left to the restoration,
    and one that does not have the value, since somebody has deleted it, stays as it is. Raises TransientError where
    others keep changing the certificate.
    """
    for _ in range(MAX_ATTEMPTS):
        try:
            if not vault.make_current(certificate.certificate_id, certificate.order_id):
                return
        except (CertificateChangedError, NotFoundError):
            return
        certificate = certificates.get(certificate.scope, certificate.certificate_id)
    raise TransientError("others keep changing the certificate")
