"""Orders in DynamoDB, for reading: without what placing and ending one needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.orders import LISTED, ORDER
from certkeeper.adapters.dynamodb.rows.table import Table
from certkeeper.domain.errors import NotFoundError
from certkeeper.ports.paging import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.domain.orders.order import Order


class DynamoOrderReader:
    """Fulfils `ports.orders.OrderReader`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def get(self, scope: str, order_id: str) -> Order:
        """See `OrderReader.get`."""
        row = self._table.read(keys.order(scope, order_id))
        if row is None:
            raise NotFoundError("order")
        return ORDER.read(row)

    @translated
    def list(self, scope: str, *, limit: int, cursor: str | None) -> Page[Order]:
        """See `OrderReader.list`."""
        rows, next_cursor = self._table.newest_first(keys.orders(scope), attributes=LISTED, limit=limit, cursor=cursor)
        return Page(tuple(ORDER.read(row) for row in rows), next_cursor)
