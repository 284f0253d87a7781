"""Records of exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from certkeeper.domain.certificates.exports import ExportRecord


class ExportRecords(Protocol):
    """Who took what."""

    def keep(self, record: ExportRecord) -> None:
        """Durable when the call returns: the bytes leave after it."""
