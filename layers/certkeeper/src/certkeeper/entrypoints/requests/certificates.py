"""The bodies of update_certificate, renew_certificate and revoke_certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.key_types import KeyChoice
from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.entrypoints.requests.validation import validated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certkeeper.entrypoints.contract.certificates import UpdateCertificate
    from certkeeper.entrypoints.contract.renewals import RenewCertificate
    from certkeeper.entrypoints.contract.versions import RevokeCertificate
    from certkeeper.entrypoints.http.request import Request


def certificate_changes(request: Request) -> Mapping[str, object]:
    """Return the changes in the body of a request; a field that is missing is not changed. Raises ProblemError."""
    document: UpdateCertificate = validated(request, "update_certificate")
    return document


def chosen_key(request: Request) -> KeyChoice | None:
    """Return which key the body of a request asks for, or None if it leaves that to the settings.

    Raises ProblemError.
    """
    document: RenewCertificate = validated(request, "renew_certificate")
    key = document["key"]
    return None if key is None else KeyChoice(key)


def revocation(request: Request) -> tuple[RevocationReason, int | None]:
    """Return the reason in the body of a request, and the version, None for the current one. Raises ProblemError."""
    document: RevokeCertificate = validated(request, "revoke_certificate")
    return RevocationReason(document["reason"]), document["version"]
