"""The comparison of two stored versions of a certificate (ADRs 105 and 106)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.succession import Compared, compare
from certkeeper.x509.upload.judging.stored import trust_of_stored

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import CertificateVersion
    from certkeeper.domain.certificates.comparison import Comparison
    from certkeeper.x509.upload.judging.roots import PublicRoots


def compare_versions(
    before: CertificateVersion, after: CertificateVersion, *, roots: PublicRoots, now: datetime
) -> Comparison:
    """Return what is lost when `after` takes the place of `before`, which is current at `now`.

    `roots` are the public ones.
    """
    return compare(
        Compared.of(before, trust_of_stored(before, roots, now)), Compared.of(after, trust_of_stored(after, roots, now))
    )
