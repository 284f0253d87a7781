"""The document that answers an upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.comparison import Loss
from certkeeper.entrypoints.views.certificates import certificate_with_chain_view
from certkeeper.entrypoints.views.parts import same_names_view

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.entrypoints.contract.uploads import UploadedCertificate


def uploaded_certificate_view(
    certificate: Certificate, version: CertificateVersion, alike: Iterable[Certificate], *, now: datetime
) -> UploadedCertificate:
    """Return the document of a certificate with the version that was uploaded; `alike` have the same names."""
    return {
        **certificate_with_chain_view(certificate, [version], now=now),
        "same_names_as": same_names_view(alike),
        "renewal_ended": Loss.SOURCE_CHANGED in version.confirmed_losses,
    }
