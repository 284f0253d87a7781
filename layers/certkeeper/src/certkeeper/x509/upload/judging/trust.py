"""The trust in a chain: RFC 5280 section 6, as today's clients judge it (ADR 45, 111)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads.verdicts import Trust

if TYPE_CHECKING:
    from certkeeper.x509.upload.judging.assembly import Assembly


def trust_of(assembly: Assembly) -> Trust:
    """Return who trusts the chain of an assembly."""
    if assembly.is_anchored and not assembly.faults:
        return Trust.PUBLIC
    if assembly.root is assembly.leaf:
        return Trust.PRIVATE  # clients trust it if they have this very certificate in their store
    return Trust.PRIVATE if assembly.root and not assembly.faults else Trust.INCOMPLETE
