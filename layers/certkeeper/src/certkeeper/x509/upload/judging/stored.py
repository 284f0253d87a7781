"""The trust in a version that is stored: an issued one was never judged, since Certkeeper ordered it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.x509.chain import ChainError, trust_of_served

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import CertificateVersion
    from certkeeper.x509.upload.judging.roots import PublicRoots


def trust_of_stored(version: CertificateVersion, roots: PublicRoots, now: datetime) -> Trust:
    """Return who trusts the chain of a stored version, given the public `roots`; `now` decides about dates.

    An upload keeps the verdict that it got. An issued version is PUBLIC if its chain leads to a public root, and else
    PRIVATE: its CA is the one that the stack was given, whose root is not in the chain. One that cannot be read
    counts as PUBLIC, so that nothing is lost without a question.
    """
    if version.verdicts is not None:
        return version.verdicts.trust
    try:
        trust = trust_of_served(version.certificate_pem, version.chain_pem, roots=roots, now=now)
    except ChainError:
        return Trust.PUBLIC
    return Trust.PUBLIC if trust is Trust.PUBLIC else Trust.PRIVATE
