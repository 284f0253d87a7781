"""What an Idempotency-Key was used for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a request with this Idempotency-Key was done: the SHA-256 of the request, and the order it led to."""

    scope: str
    key: str
    fingerprint: str
    order_id: str


@dataclass(frozen=True, slots=True)
class UploadReceipt:
    """That an upload with this Idempotency-Key was done: the SHA-256 of what was asked, and the certificate."""

    scope: str
    key: str
    fingerprint: str
    certificate_id: str


class ReceiptExistsError(Exception):
    """Another request with the same Idempotency-Key was faster."""
