"""What renew_certificate takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.key_types import KeyChoice
from certkeeper.entrypoints.requests.validation import validated

if TYPE_CHECKING:
    from certkeeper.entrypoints.contract.renewals import RenewCertificate
    from certkeeper.entrypoints.http.request import Request


def chosen_key(request: Request) -> KeyChoice | None:
    """Which key the body asks for; None where it leaves that to the settings, or is empty. Raises ProblemError."""
    document: RenewCertificate = validated(request, "renew_certificate")
    key = document["key"]
    return None if key is None else KeyChoice(key)
