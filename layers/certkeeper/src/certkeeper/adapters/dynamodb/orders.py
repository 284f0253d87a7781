"""Orders in DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.attributes import read_text
from certkeeper.adapters.dynamodb.order_ends import close, commit
from certkeeper.adapters.dynamodb.order_rows import listed, read_order
from certkeeper.adapters.dynamodb.order_writes import next_revision, update_order
from certkeeper.adapters.dynamodb.paging import newest_first
from certkeeper.adapters.dynamodb.placing import place, read_receipt
from certkeeper.adapters.dynamodb.table import ConditionsFailedError, Table
from certkeeper.domain.errors import NotFoundError, OrderChangedError
from certkeeper.ports.paging import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.adapters.dynamodb.attributes import Row
    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.receipts import Receipt


class DynamoOrders:
    """Fulfils `ports.orders.Orders`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def place(self, order: Order, certificate: Certificate | None, receipt: Receipt | None) -> None:
        """See `Orders.place`."""
        place(self._table, order, certificate, receipt)

    @translated
    def receipt(self, scope: str, key: str) -> Receipt | None:
        """See `Orders.receipt`."""
        return read_receipt(self._table, scope, key)

    @translated
    def get(self, scope: str, order_id: str) -> Order:
        """See `Orders.get`."""
        row = self._table.read(keys.order(scope, order_id))
        if row is None:
            raise NotFoundError("order")
        return read_order(row)

    @translated
    def list(self, scope: str, *, limit: int, cursor: str | None) -> Page[Order]:
        """See `Orders.list`."""
        rows, next_cursor = newest_first(self._table, keys.orders(scope), listed(), limit=limit, cursor=cursor)
        return Page(tuple(read_order(row) for row in rows), next_cursor)

    @translated
    def save(self, order: Order) -> Order:
        """See `Orders.save`."""
        self._save(order, "NONE")
        return next_revision(order)

    @translated
    def save_and_wake(self, order: Order) -> tuple[Order, str | None]:
        """See `Orders.save_and_wake`."""
        woken = replace(order, wakes=order.wakes + 1)
        row = self._save(woken, "ALL_NEW")
        return next_revision(woken), read_text(row, "wait_token") or None

    @translated
    def commit(self, order: Order, version: CertificateVersion) -> Order:
        """See `Orders.commit`."""
        return commit(self._table, order, version)

    @translated
    def close(self, order: Order) -> Order:
        """See `Orders.close`."""
        return close(self._table, order)

    def _save(self, order: Order, returns: Literal["ALL_NEW", "NONE"]) -> Row:
        try:
            return self._table.update(update_order(self._table, order), returns)
        except ConditionsFailedError as error:
            raise OrderChangedError from error
