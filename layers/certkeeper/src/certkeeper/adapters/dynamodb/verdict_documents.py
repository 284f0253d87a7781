"""The verdicts on an upload, as a JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads.verdicts import Remark, Trust, Verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certkeeper.adapters.dynamodb.attributes import Document


def verdicts_document(verdicts: Verdicts | None) -> Document | None:
    """The verdicts, or None."""
    if verdicts is None:
        return None
    return {
        "trust": verdicts.trust,
        "acm_obstacles": [[remark.code, remark.detail] for remark in verdicts.acm_obstacles],
        "warnings": [[remark.code, remark.detail] for remark in verdicts.warnings],
    }


def read_verdicts(document: Document) -> Verdicts | None:
    """What `verdicts_document` wrote."""
    if not document:
        return None
    return Verdicts(Trust(document["trust"]), _remarks(document["acm_obstacles"]), _remarks(document["warnings"]))


def _remarks(found: Iterable[tuple[str, str]]) -> tuple[Remark, ...]:
    return tuple(Remark(code, detail) for code, detail in found)
