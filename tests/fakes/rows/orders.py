"""`ports.orders.Orders` in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import ConflictError, NotFoundError, OrderChangedError
from certkeeper.domain.renewal.state import START_TIMEOUT
from certkeeper.ports.paging import Page
from certkeeper.ports.receipts import ReceiptExistsError
from tests.fakes.rows.cursors import newest_first
from tests.fakes.rows.table import FakeTable

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.receipts import Receipt


class FakeOrders:
    """Fulfils `ports.orders.Orders`; give it the table of `FakeCertificates` where a test needs both."""

    def __init__(self, table: FakeTable | None = None) -> None:
        self.table = table or FakeTable()

    def place(self, order: Order, certificate: Certificate | None, receipt: Receipt | None) -> None:
        """See `Orders.place`."""
        if receipt and (receipt.scope, receipt.key) in self.table.receipts:
            raise ReceiptExistsError
        if certificate:
            self.table.require_open(certificate.scope, certificate.created_at)
        if certificate and (certificate.scope, certificate.name) in self.table.names:
            raise ConflictError(
                "name_taken", "another certificate of the scope has this name already; choose another name"
            )
        self.table.orders[order.scope, order.order_id] = order
        if certificate:
            self.table.certificates[certificate.scope, certificate.certificate_id] = certificate
            self.table.names[certificate.scope, certificate.name] = certificate.certificate_id
            key = (certificate.scope, certificate.certificate_id)
            self.table.make_due(key, certificate.created_at + START_TIMEOUT)
        if receipt:
            self.table.receipts[receipt.scope, receipt.key] = receipt

    def receipt(self, scope: str, key: str) -> Receipt | None:
        """See `Orders.receipt`."""
        return self.table.receipts.get((scope, key))

    def get(self, scope: str, order_id: str) -> Order:
        """See `Orders.get`."""
        try:
            return self.table.orders[scope, order_id]
        except KeyError:
            raise NotFoundError("order") from None

    def list(self, scope: str, *, limit: int, cursor: str | None) -> Page[Order]:
        """See `Orders.list`. What may be left out is left out."""
        held = (order for order in self.table.orders.values() if order.scope == scope)
        page = newest_first(held, lambda order: order.order_id, limit=limit, cursor=cursor)
        return Page(
            tuple(replace(order, authorizations=(), findings=(), records=()) for order in page.items), page.next_cursor
        )

    def save(self, order: Order) -> Order:
        """See `Orders.save`."""
        key = (order.scope, order.order_id)
        stored = self.table.orders.get(key)
        if stored is None or stored.revision != order.revision:
            raise OrderChangedError
        self.table.orders[key] = saved = replace(order, revision=order.revision + 1)
        if order.ended:
            self.table.waits.pop(key, None)
        return saved

    def save_and_wake(self, order: Order) -> tuple[Order, str | None]:
        """See `Orders.save_and_wake`."""
        saved = self.save(replace(order, wake_count=order.wake_count + 1))
        return saved, self.table.waits.get((order.scope, order.order_id))

    def wait(self, scope: str, order_id: str, token: str, *, wake_count: int) -> bool:
        """What the machine's Await states do: leave a token, unless somebody has called since. No part of the port."""
        if self.get(scope, order_id).wake_count != wake_count:
            return False
        self.table.waits[scope, order_id] = token
        return True

    def commit(self, order: Order, version: CertificateVersion) -> Order:
        """See `Orders.commit`."""
        key = (order.scope, version.certificate_id)
        certificate = self.table.certificates.get(key)
        if certificate is None:
            raise OrderChangedError
        if certificate.version and certificate.order_id == order.order_id:
            return self.get(order.scope, order.order_id)
        if version.version != certificate.next_version:
            raise OrderChangedError
        saved = self.save(order)
        self.table.versions[version.certificate_id, version.version] = version
        self.table.digests[order.scope, version.facts.sha256] = version.certificate_id
        after = certificate.with_current(version)
        self.table.certificates[key] = replace(after, revision=certificate.revision + 1)
        self.table.make_due(key, version.created_at)
        return saved

    def close(self, order: Order) -> Order:
        """See `Orders.close`."""
        saved = self.save(order)
        key = (order.scope, order.certificate_id)
        certificate = self.table.certificates.get(key)
        if certificate and not certificate.version:
            del self.table.certificates[key]
            self.table.names.pop((order.scope, certificate.name), None)
            self.table.make_due(key, None)
        elif certificate:
            self.table.certificates[key] = replace(
                certificate, ended_order_id=order.order_id, revision=certificate.revision + 1
            )
            self.table.make_due(key, order.closed_at or order.created_at)
        return saved
