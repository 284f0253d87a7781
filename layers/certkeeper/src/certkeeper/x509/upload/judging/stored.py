"""The trust in a version that is stored: an issued one was never judged, since Certkeeper ordered it."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from certkeeper.domain.uploads.refusals import UploadRefusedError
from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.x509.upload.judging.assembly import assemble
from certkeeper.x509.upload.judging.trust import trust_of
from certkeeper.x509.upload.reading.certificate import read_certificate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import CertificateVersion
    from certkeeper.x509.upload.judging.trust import PublicRoots

_END = "-----END CERTIFICATE-----"


def trust_of_stored(version: CertificateVersion, roots: PublicRoots, now: datetime) -> Trust:
    """Return who trusts the chain of a stored version, given the public `roots`; `now` decides about dates.

    An upload keeps the verdict that it got. An issued version is PUBLIC if its chain leads to a public root, and else
    PRIVATE: its CA is the one that the stack was given, whose root is not in the chain. One that cannot be read
    counts as PUBLIC, so that nothing is lost without a question.
    """
    if version.verdicts is not None:
        return version.verdicts.trust
    try:
        leaf, *issuers = [read_certificate(der, "") for der in _ders(version.certificate_pem + version.chain_pem)]
        trust = trust_of(assemble(leaf, [leaf, *issuers], now), roots, now)
    except (UploadRefusedError, ValueError):
        return Trust.PUBLIC
    return Trust.PUBLIC if trust is Trust.PUBLIC else Trust.PRIVATE


def _ders(pem: str) -> Iterator[bytes]:
    """Yield each certificate of a PEM text in DER. Raises ValueError for what is no PEM."""
    for block in pem.split(_END)[:-1]:
        yield ssl.PEM_cert_to_DER_cert(f"{block.strip()}\n{_END}")
