"""Activations of earlier versions, with an intent for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.events import Event
    from certkeeper.ports.receipts import OverdueIntent, UploadReceipt


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation before it is stored. `certificate` is as it was read, `version` becomes its current one.

    `activation_id` is also the id of its event.
    """

    activation_id: str
    certificate: Certificate
    version: CertificateVersion
    started_at: datetime
    caller: str
    receipt: UploadReceipt | None = None


class Activations(Protocol):
    """Activations. Each stores an intent before it touches a secret, so that it can be finished or undone."""

    def receipt(self, scope: str, key: str) -> UploadReceipt | None:
        """Return the receipt for this Idempotency-Key (`key`) in the scope, or None: that of an upload or of these.

        Receipts are kept for at least 24 hours.
        """

    def record_intent(self, activation: Activation) -> None:
        """Store the intent of the activation, durably."""

    def commit(self, activation: Activation, event: Event) -> Certificate:
        """Make the version the certificate's current one, in one transaction, and return the certificate.

        The event is put into its outbox, the receipt is stored, the certificate is due at once, and the intent is
        deleted: an intent that is there was not committed. Raises ReceiptExistsError, and CertificateChangedError where
        the certificate was written meanwhile or the intent is gone.
        """

    def mark_published(self, certificate: Certificate, event: Event) -> Certificate:
        """Take a published event out of the outbox, as `CertificateChanges.mark_published` does."""

    def delete_intent(self, activation: Activation) -> None:
        """Delete the intent of the activation. One that is gone is no error."""

    def overdue_intents(self, now: datetime) -> Sequence[OverdueIntent]:
        """Return the intents of processes that have ended by `now` without deleting them, oldest first."""

    def read_intent(self, overdue: OverdueIntent) -> Activation | None:
        """Return the activation of an intent (`overdue`), or None where it is gone.

        Raises any Exception where it is unreadable.
        """
