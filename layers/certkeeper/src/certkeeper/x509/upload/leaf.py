"""What a leaf must be, whatever its chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.x509.oid import PublicKeyAlgorithmOID

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.limits import MOST_NAMES

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.x509.upload.certificate import ReadCertificate

_BROKEN_DIGESTS = ("md2", "md4", "md5", "sha1", "1.3.36.3.3.1")
"""The last is TeleTrusT's arc of RSA with RIPEMD, for which the library has no name."""


def check_leaf(leaf: ReadCertificate, now: datetime, *, expired_allowed: bool) -> None:
    """Raises UploadRefusedError for what no client takes: too many names, a broken digest, the past.

    And for a key that may sign with PSS only: keys are kept in the form for all RSA, which is not its certificate's.
    """
    if len(leaf.facts.names) > MOST_NAMES:
        raise UploadRefusedError(Refusal.TOO_MANY_NAMES, leaf.pointer)
    if leaf.certificate.public_key_algorithm_oid == PublicKeyAlgorithmOID.RSASSA_PSS:
        raise UploadRefusedError(Refusal.PSS_KEY, leaf.pointer)
    if _has_broken_digest(leaf):
        raise UploadRefusedError(Refusal.WEAK_SIGNATURE, leaf.pointer)
    if leaf.facts.not_after < now and not expired_allowed:
        raise UploadRefusedError(Refusal.EXPIRED, leaf.pointer)


def _has_broken_digest(leaf: ReadCertificate) -> bool:
    """By its name: for a digest that it does not know the library has no object."""
    name = leaf.facts.signature_algorithm.lower().replace("-", "")
    return any(digest in name for digest in _BROKEN_DIGESTS)
