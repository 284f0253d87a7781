"""Deleting and restoring, from the note to the rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.receipts import OverdueIntent


class RemovalKind(StrEnum):
    """What is about to happen to a certificate."""

    DELETION = "deletion"
    RESTORATION = "restoration"


@dataclass(frozen=True, slots=True)
class Removal:
    """A deletion or a restoration. `certificate` is as it was read; `recoverable_until` is a deletion's own."""

    kind: RemovalKind
    removal_id: str
    certificate: Certificate
    started_at: datetime
    caller: str
    recoverable_until: datetime | None = None


class Removals(Protocol):
    """Deletions and restorations, noted until the secret is as the row says."""

    def delete(self, removal: Removal) -> Certificate:
        """Marks the certificate as deleted, lets its name go and keeps the note: all or nothing.

        Gives the certificate as it is then. Raises CertificateChangedError where another write was faster.
        """

    def record_intent(self, removal: Removal) -> None:
        """Notes a restoration, durably."""

    def restore(self, removal: Removal) -> Certificate:
        """Takes the mark away and the name back; the note stays. All or nothing.

        Gives the certificate as it is then. Raises ConflictError('name_taken'), and CertificateChangedError where
        another write was faster or the note is gone.
        """

    def delete_intent(self, removal: Removal, certificate: Certificate) -> bool:
        """Removes the note where the certificate's last removal is still the one of `certificate`, and says whether."""

    def overdue_intents(self, now: datetime) -> Sequence[OverdueIntent]:
        """The notes whose process has died, or was overtaken by another. All of them, oldest first."""

    def read_intent(self, note: OverdueIntent) -> Removal | None:
        """What a note says, or None where it has gone since. Raises any Exception where the note is unreadable."""
