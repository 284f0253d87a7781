"""Uploads, with an intent for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
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
