"""Certificates by when they must be processed, and the CA's suggestions when to renew them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.orders.order import Order
    from certkeeper.domain.renewal.renewal_info import RenewalInfo
    from certkeeper.ports.receipts import Receipt


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A row that is due and cannot be read as a certificate; the id is taken from its key."""

    certificate_id: str


class Renewals(Protocol):
    """Certificates by when they are due, and the writes of the sweep.

    `shards` is how many there are, counted from 0.
    """

    shards: int

    def due(self, shard: int, now: datetime) -> Iterator[Certificate | UnreadableRow]:
        """Yield what is due in a shard at `now`, what has waited longest first, read page by page.

        A certificate may be older than the table's by a moment: `save` and `begin` find out. It may be written while
        the iterator runs.
        """

    def save(self, certificate: Certificate, due_at: datetime | None) -> Certificate:
        """Store `renewal`, `outbox` and the next `due_at` of a certificate if its revision is still the stored one.

        Return the certificate with its next revision. Raises CertificateChangedError.
        """

    def begin(
        self, certificate: Certificate, order: Order, due_at: datetime | None, receipt: Receipt | None = None
    ) -> Certificate:
        """Store a certificate like `save`, and in the same transaction the order of its renewal, and the receipt.

        Return the certificate with its next revision; `due_at` is when it is due next. Raises CertificateChangedError,
        and ReceiptExistsError where the receipt is stored already.
        """


class RenewalInfos(Protocol):
    """The CA's suggestions when to renew certificates (RFC 9773)."""

    def ask(self, ari_id: str) -> RenewalInfo:
        """Ask the CA about a certificate, by its `ari_id`, and return the answer.

        It has no window where the CA has none, or does not support renewal information.
        """
