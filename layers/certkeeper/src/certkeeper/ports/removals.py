"""Deleting and restoring certificates, with an intent for each."""

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
    """Whether a certificate is deleted or restored."""

    DELETION = "deletion"
    RESTORATION = "restoration"


@dataclass(frozen=True, slots=True)
class Removal:
    """A deletion or a restoration. `certificate` is as it was read; only a deletion has `recoverable_until`."""

    kind: RemovalKind
    removal_id: str
    certificate: Certificate
    started_at: datetime
    caller: str
    recoverable_until: datetime | None = None


class Removals(Protocol):
    """Deletions and restorations. Each has an intent until its secret is as the certificate's row says."""

    def delete(self, removal: Removal) -> Certificate:
        """Mark the certificate as deleted, free its name and store the intent of the removal, in one transaction.

        Return the certificate as it is then. Raises CertificateChangedError where it was written meanwhile.
        """

    def record_intent(self, removal: Removal) -> None:
        """Store the intent of a restoration (`removal`), durably."""

    def restore(self, removal: Removal) -> Certificate:
        """Unmark the certificate of a removal and reserve its name again, in one transaction; the intent stays.

        Return the certificate as it is then. Raises ConflictError('name_taken'), and CertificateChangedError where it
        was written meanwhile or the intent is gone.
        """

    def delete_intent(self, removal: Removal, certificate: Certificate) -> bool:
        """Delete the removal's intent, and return whether that was done.

        It is done if the last removal of the certificate is still that of `certificate`, as it was read.
        """

    def overdue_intents(self, now: datetime) -> Sequence[OverdueIntent]:
        """Return the intents of processes that have ended by `now` without deleting them, oldest first."""

    def read_intent(self, overdue: OverdueIntent) -> Removal | None:
        """Return the removal of an intent (`overdue`), or None where it is gone.

        Raises any Exception where it is unreadable.
        """
