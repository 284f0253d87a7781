"""What a caller has seen of a certificate before saying what shall become of it (RFC 9110 section 13.1.1, If-Match)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from certkeeper.domain.errors import LostUpdateError

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Certificate

Seen = Collection[int] | None
"""Revisions, any of which will do; None for whatever there is."""


def require_seen(certificate: Certificate, seen: Seen) -> None:
    """Raises LostUpdateError unless the certificate is as the caller has seen it."""
    if seen is not None and certificate.revision not in seen:
        raise LostUpdateError
