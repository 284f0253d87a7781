"""Receipts of finished requests, and references to intents of those that take more than one call (ADR 43)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Receipt:
    """The record that a request with this Idempotency-Key (`key`) has led to an order.

    `fingerprint` is the SHA-256 of the request.
    """

    scope: str
    key: str
    fingerprint: str
    order_id: str


@dataclass(frozen=True, slots=True)
class UploadReceipt:
    """The record that an upload with this Idempotency-Key (`key`) has led to a certificate.

    `fingerprint` is the SHA-256 of the request.
    """

    scope: str
    key: str
    fingerprint: str
    certificate_id: str


class ReceiptExistsError(Exception):
    """Another request with the same Idempotency-Key was faster."""


@dataclass(frozen=True, slots=True)
class OverdueIntent:
    """A reference to a stored intent that should be deleted by now.

    `intent_id` is the id of the upload, deletion or restoration.
    """

    due_at: str
    intent_id: str
