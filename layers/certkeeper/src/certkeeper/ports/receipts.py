"""What is kept of requests: receipts of those that are done, notes of those that a process may leave half done."""

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


@dataclass(frozen=True, slots=True)
class OverdueIntent:
    """Where a note stands that should be gone by now. `intent_id` is the id of the upload, deletion or restoration."""

    due_at: str
    intent_id: str
