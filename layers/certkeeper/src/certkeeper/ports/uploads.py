"""Uploads, from the note to the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.ports.receipts import OverdueIntent, UploadReceipt


@dataclass(frozen=True, slots=True)
class UploadIntent:
    """An upload that is about to happen, with all that finishing it needs but the key: public parts only.

    `version.order_id` is the upload's id. A version 1 makes the certificate, any other is added to it, where its stored
    revision is still `certificate.revision`. `gone` is the id of a certificate that is gone for good and held this very
    one's digest, or empty.
    """

    certificate: Certificate
    version: CertificateVersion
    started_at: datetime
    receipt: UploadReceipt | None = None
    gone: str = ""

    @property
    def upload_id(self) -> str:
        """The upload's id, which is its secret version's and its event's too."""
        return self.version.order_id


class Uploads(Protocol):
    """Uploads, noted before they touch a secret, so that what a crash leaves can be found and finished."""

    def receipt(self, scope: str, key: str) -> UploadReceipt | None:
        """The receipt of this Idempotency-Key, or None. Receipts are kept for 24 hours at least."""

    def holder(self, scope: str, sha256: str) -> str | None:
        """The id of the scope's certificate that has a version with this digest, or None."""

    def record_intent(self, intent: UploadIntent) -> None:
        """Notes it, durably."""

    def commit(self, intent: UploadIntent) -> Certificate:
        """Stores version, certificate, name, digest and receipt: all or nothing. The note stays. Twice is once.

        The certificate is due at once, and no longer renewed by orders of ours.

        Raises ReceiptExistsError, DuplicateCertificateError, ConflictError('name_taken'), and CertificateChangedError
        where the note is gone or another write was faster.
        """

    def delete_intent(self, intent: UploadIntent) -> None:
        """Removes the note. No error where there is none."""

    def overdue_intents(self, now: datetime) -> Sequence[OverdueIntent]:
        """The notes of uploads that should long have ended: their process has died. All of them, oldest first."""

    def read_intent(self, note: OverdueIntent) -> UploadIntent | None:
        """What a note says, or None where it has gone since. Raises any Exception where the note is unreadable."""
