"""Orders in DynamoDB, for reading: without the modules that placing and closing them need (ADR 85)."""

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
    """Orders by scope and id; fulfils `ports.orders.OrderReader`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def get(self, scope: str, order_id: str) -> Order:
        """Return an order of a scope (GetItem, consistent); raise NotFoundError if there is none with this id."""
        row = self._table.read(keys.order(scope, order_id))
        if row is None:
            raise NotFoundError("order")
        return ORDER.read(row)

    @translated
    def list(self, scope: str, *, limit: int, cursor: str | None) -> Page[Order]:
        """Return a page of the orders of a scope, newest first, and the cursor of the next page.

        The orders come without authorizations, findings and records. Raises RefusedError for a cursor that cannot be
        one.
        """
        rows, next_cursor = self._table.newest_first(keys.orders(scope), attributes=LISTED, limit=limit, cursor=cursor)
        return Page(tuple(ORDER.read(row) for row in rows), next_cursor)
