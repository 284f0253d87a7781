"""Uploads, and activations of earlier versions, with an intent for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.events import Event
    from certkeeper.ports.receipts import OverdueIntent, UploadReceipt


MAX_WITH_NAMES = 10
"""The most certificates that are found by their names: an upload points to those that are there, and seldom to more
than one."""


@dataclass(frozen=True, slots=True)
class UploadIntent:
    """An upload before it is stored: all that is needed to finish it except the private key.

    `version.order_id` is the upload's id. Version 1 makes a new certificate; any other is added, if the stored revision
    is still `certificate.revision`. `gone` is the id of a certificate that can no longer be restored and had the same
    digest, or empty.
    """

    certificate: Certificate
    version: CertificateVersion
    started_at: datetime
    receipt: UploadReceipt | None = None
    gone: str = ""

    @property
    def upload_id(self) -> str:
        """The upload's id, which is also the id of its secret version and of its event."""
        return self.version.order_id


class Uploads(Protocol):
    """Uploads. Each stores an intent before it writes a secret, so that it can be finished or undone after a crash."""

    def receipt(self, scope: str, key: str) -> UploadReceipt | None:
        """Return the receipt for this Idempotency-Key (`key`) in the scope, or None.

        Receipts are kept for at least 24 hours.
        """

    def holder(self, scope: str, sha256: str) -> str | None:
        """Return the id of the scope's certificate that has a version with this digest (`sha256`), or None."""

    def with_names(self, scope: str, names: Iterable[str]) -> Sequence[str]:
        """Return the ids of certificates of the scope that have, or once had, exactly these names, newest first.

        Order and case of the names do not count. At most MAX_WITH_NAMES; a certificate that is deleted, or has other
        names by now, may be among them.
        """

    def record_intent(self, intent: UploadIntent) -> None:
        """Store the intent, durably."""

    def commit(self, intent: UploadIntent) -> Certificate:
        """Store the version, certificate, name, digest and receipt of an intent, in one transaction; the intent stays.

        Return the certificate, which is due at once and no longer renewed by orders. It is idempotent. Raises
        ReceiptExistsError, DuplicateCertificateError, ConflictError('name_taken'), and CertificateChangedError where
        the intent is gone or the certificate was written meanwhile.
        """

    def delete_intent(self, intent: UploadIntent) -> None:
        """Delete the intent. One that is gone is no error."""

    def overdue_intents(self, now: datetime) -> Sequence[OverdueIntent]:
        """Return the intents of processes that have ended by `now` without deleting them, oldest first."""

    def read_intent(self, overdue: OverdueIntent) -> UploadIntent | None:
        """Return the upload of an intent (`overdue`), or None where it is gone.

        Raises any Exception where it is unreadable.
        """


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
        """Make the version of an activation the certificate's current one, in one transaction; return the certificate.

        The event is put into its outbox, the receipt is stored, the certificate is due at once, and the intent is
        deleted: an intent that is there was not committed. Raises ReceiptExistsError, and CertificateChangedError where
        the certificate was written meanwhile or the intent is gone.
        """

    def mark_published(self, certificate: Certificate, event: Event) -> Certificate:
        """Take a published event out of the outbox of a certificate, and return the certificate.

        As `CertificateChanges.mark_published` does.
        """

    def delete_intent(self, activation: Activation) -> None:
        """Delete the intent of the activation. One that is gone is no error."""

    def overdue_intents(self, now: datetime) -> Sequence[OverdueIntent]:
        """Return the intents of processes that have ended by `now` without deleting them, oldest first."""

    def read_intent(self, overdue: OverdueIntent) -> Activation | None:
        """Return the activation of an intent (`overdue`), or None where it is gone.

        Raises any Exception where it is unreadable.
        """
