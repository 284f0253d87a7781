"""What update_certificate takes: a merge patch (RFC 7396), in which null asks for the default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.entrypoints.requests.validation import validated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certkeeper.entrypoints.contract.certificates import UpdateCertificate
    from certkeeper.entrypoints.http.request import Request


def certificate_changes(request: Request) -> Mapping[str, object]:
    """What shall change; what is not there stays. Raises ProblemError."""
    document: UpdateCertificate = validated(request, "update_certificate")
    return document
