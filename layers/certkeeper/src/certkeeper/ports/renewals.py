"""Certificates by when they must be looked at."""

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
    """A row that is due and cannot be read as a certificate; the id is where it stands."""

    certificate_id: str


class Renewals(Protocol):
    """Certificates by when they must be looked at, and the writes of whoever looks. `shards` are counted from 0."""

    shards: int

    def due(self, shard: int, now: datetime) -> Iterator[Certificate | UnreadableRow]:
        """What is due in a shard, what has waited longest first, read page by page as it is asked for.

        It may be a moment old: `save` and `begin` tell. What is dealt with while the iterator runs disturbs it not.
        """

    def save(self, certificate: Certificate, due_at: datetime | None) -> Certificate:
        """Writes `renewal`, `outbox` and the next look, where the revision is still the stored one.

        Gives the certificate with its next revision. Raises CertificateChangedError.
        """

    def begin(
        self, certificate: Certificate, order: Order, due_at: datetime | None, receipt: Receipt | None = None
    ) -> Certificate:
        """The same, and in the same transaction stores the order of a renewal, and the receipt.

        Raises CertificateChangedError, and ReceiptExistsError where the receipt is there already.
        """


class RenewalInfos(Protocol):
    """When the CA wants certificates to be renewed (RFC 9773)."""

    def ask(self, ari_id: str) -> RenewalInfo:
        """The answer for a certificate; one without a window where the CA has none, or has no such thing at all."""
