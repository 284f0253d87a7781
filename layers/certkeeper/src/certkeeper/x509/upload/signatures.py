"""Who signed whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from certkeeper.domain.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.limits import MOST_SIGNATURE_CHECKS

if TYPE_CHECKING:
    from certkeeper.x509.upload.certificate import ReadCertificate


class Signatures:
    """Who issued whom, each pair tried once and all together a bounded number of times."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bool] = {}

    def hold(self, issued: ReadCertificate, issuer: ReadCertificate) -> bool:
        """Whether `issuer` signed `issued`. Raises UploadRefusedError where there was too much to try."""
        if issued.facts.issuer != issuer.facts.subject:
            return False
        pair = issued.facts.sha256, issuer.facts.sha256
        if pair not in self._known:
            if len(self._known) >= MOST_SIGNATURE_CHECKS:
                raise UploadRefusedError(Refusal.TOO_MUCH_WORK)
            self._known[pair] = _is_signed(issued, issuer)
        return self._known[pair]


def _is_signed(issued: ReadCertificate, issuer: ReadCertificate) -> bool:
    try:
        issued.certificate.verify_directly_issued_by(issuer.certificate)
    except UnsupportedAlgorithm:
        return issued is issuer  # an old root's own signature, which says nothing
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
