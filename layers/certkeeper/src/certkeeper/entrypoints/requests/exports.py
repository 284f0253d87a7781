"""What export_certificate takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.exports import MOST_VERSIONS, ExportChoice, ExportFormat, ExportPart
from certkeeper.entrypoints.requests.reading import content, number, one_of, optional, read, text

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

FIELDS = {
    "format": one_of(*ExportFormat),
    "part": optional(one_of(*ExportPart)),
    "password": optional(content),
    "version": optional(number(1, MOST_VERSIONS)),
    "reason": optional(text),
}


def export_choice(request: Request) -> tuple[ExportChoice, str]:
    """In which form the certificate shall be handed out, and why. Raises ProblemError."""
    document = read(request, FIELDS, required=("format",))
    part = document.get("part")
    choice = ExportChoice(
        ExportFormat(document["format"]),
        ExportPart(part) if part else None,
        document.get("version"),
        document.get("password"),
    )
    return choice, document.get("reason") or ""
