"""What revoke_certificate takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.exports import MOST_VERSIONS
from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.entrypoints.requests.reading import number, one_of, optional, read

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

FIELDS = {"reason": one_of(*RevocationReason), "version": optional(number(1, MOST_VERSIONS))}


def revocation(request: Request) -> tuple[RevocationReason, int | None]:
    """Why, and which version; None for the current one. Raises ProblemError."""
    document = read(request, FIELDS, required=("reason",))
    return RevocationReason(document["reason"]), document.get("version")
