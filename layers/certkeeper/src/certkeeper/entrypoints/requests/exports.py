"""The body of export_certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.exports import ExportChoice, ExportFormat, ExportPart
from certkeeper.entrypoints.requests.validation import validated

if TYPE_CHECKING:
    from certkeeper.entrypoints.contract.exports import ExportCertificate
    from certkeeper.entrypoints.http.request import Request


def export_choice(request: Request) -> tuple[ExportChoice, str]:
    """Return the form of an export that the body of a request asks for, and the reason. Raises ProblemError."""
    document: ExportCertificate = validated(request, "export_certificate")
    part = document["part"]
    choice = ExportChoice(
        ExportFormat(document["format"]),
        ExportPart(part) if part else None,
        document["version"],
        document["password"],
        document["alias"],
    )
    return choice, document["reason"] or ""
