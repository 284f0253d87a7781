"""What update_certificate, renew_certificate and revoke_certificate take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.key_types import KeyChoice
from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.entrypoints.requests.validation import validated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certkeeper.entrypoints.contract.certificates import UpdateCertificate
    from certkeeper.entrypoints.contract.renewals import RenewCertificate
    from certkeeper.entrypoints.contract.revocations import RevokeCertificate
    from certkeeper.entrypoints.http.request import Request


def certificate_changes(request: Request) -> Mapping[str, object]:
    """What shall change; what is not there stays. Raises ProblemError."""
    document: UpdateCertificate = validated(request, "update_certificate")
    return document


def chosen_key(request: Request) -> KeyChoice | None:
    """Which key the body asks for; None where it leaves that to the settings, or is empty. Raises ProblemError."""
    document: RenewCertificate = validated(request, "renew_certificate")
    key = document["key"]
    return None if key is None else KeyChoice(key)


def revocation(request: Request) -> tuple[RevocationReason, int | None]:
    """Why, and which version; None for the current one. Raises ProblemError."""
    document: RevokeCertificate = validated(request, "revoke_certificate")
    return RevocationReason(document["reason"]), document["version"]
