"""What a leaf must be, whatever its chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.limits import MOST_NAMES

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.x509.upload.certificate import ReadCertificate

_BROKEN_DIGESTS = ("md2", "md4", "md5", "sha1")


def check_leaf(leaf: ReadCertificate, now: datetime, *, expired_allowed: bool) -> None:
    """Raises UploadRefusedError for what no client takes: too many names, a broken digest, the past."""
    if len(leaf.facts.names) > MOST_NAMES:
        raise UploadRefusedError(Refusal.TOO_MANY_NAMES, leaf.pointer)
    if _has_broken_digest(leaf):
        raise UploadRefusedError(Refusal.WEAK_SIGNATURE, leaf.pointer)
    if leaf.facts.not_after < now and not expired_allowed:
        raise UploadRefusedError(Refusal.EXPIRED, leaf.pointer)


def _has_broken_digest(leaf: ReadCertificate) -> bool:
    """By its name: for a digest that it does not know the library has no object."""
    name = leaf.facts.signature_algorithm.lower().replace("-", "")
    return any(digest in name for digest in _BROKEN_DIGESTS)
