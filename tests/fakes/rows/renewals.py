"""`ports.renewals.Renewals` in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertificateChangedError
from certkeeper.ports.receipts import ReceiptExistsError
from tests.fakes.rows.table import FakeTable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.receipts import Receipt
    from certkeeper.ports.renewals import UnreadableRow


class FakeRenewals:
    """Fulfils `ports.renewals.Renewals`; shares its table with `FakeOrders` and `FakeUploads`, which make them due.

    `unreadable` are rows that somebody has spoiled; they are due in the first shard.
    """

    shards = 4

    def __init__(self, table: FakeTable | None = None) -> None:
        self.table = table or FakeTable()
        self.unreadable: list[UnreadableRow] = []

    def due(self, shard: int, now: datetime) -> Iterator[Certificate | UnreadableRow]:
        """See `Renewals.due`."""
        if shard == 0:
            yield from self.unreadable
        found = [key for key, due_at in self.table.due.items() if due_at <= now and self._shard(key[1]) == shard]
        for key in sorted(found, key=self.table.due.__getitem__):
            yield self.table.certificates[key]

    def save(self, certificate: Certificate, due_at: datetime | None) -> Certificate:
        """See `Renewals.save`."""
        key = (certificate.scope, certificate.certificate_id)
        stored = self.table.certificates.get(key)
        if stored is None or stored.revision != certificate.revision:
            raise CertificateChangedError
        changed = replace(
            stored, renewal=certificate.renewal, outbox=certificate.outbox, revision=certificate.revision + 1
        )
        self.table.certificates[key] = changed
        self.table.make_due(key, due_at)
        return changed

    def begin(
        self, certificate: Certificate, order: Order, due_at: datetime | None, receipt: Receipt | None = None
    ) -> Certificate:
        """See `Renewals.begin`."""
        if receipt and (receipt.scope, receipt.key) in self.table.receipts:
            raise ReceiptExistsError
        changed = self.save(certificate, due_at)
        self.table.orders[order.scope, order.order_id] = order
        if receipt:
            self.table.receipts[receipt.scope, receipt.key] = receipt
        return changed

    def _shard(self, certificate_id: str) -> int:
        return sum(certificate_id.encode()) % self.shards
