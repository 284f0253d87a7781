"""What is said of an uploaded certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certkeeper.domain.uploads.verdicts import Remark, Verdicts
    from certkeeper.entrypoints.contract import certificates as documents


def verdicts_view(verdicts: Verdicts) -> documents.Verdicts:
    """Kept apart: what is here is sound, or it would have been refused; whom it convinces; whether ACM takes it."""
    return {
        "sound": True,
        "trust": verdicts.trust,
        "importable_into_acm": verdicts.importable_into_acm,
        "acm_obstacles": _remarks(verdicts.acm_obstacles),
        "warnings": _remarks(verdicts.warnings),
    }


def _remarks(found: Iterable[Remark]) -> list[documents.Remark]:
    return [{"code": remark.code, "detail": remark.detail} for remark in found]
