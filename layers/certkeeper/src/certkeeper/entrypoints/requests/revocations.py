"""What revoke_certificate takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.entrypoints.requests.validation import validated

if TYPE_CHECKING:
    from certkeeper.entrypoints.contract.revocations import RevokeCertificate
    from certkeeper.entrypoints.http.request import Request


def revocation(request: Request) -> tuple[RevocationReason, int | None]:
    """Why, and which version; None for the current one. Raises ProblemError."""
    document: RevokeCertificate = validated(request, "revoke_certificate")
    return RevocationReason(document["reason"]), document["version"]
