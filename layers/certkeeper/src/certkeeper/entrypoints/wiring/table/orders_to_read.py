"""Orders, for functions that only read them."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.entrypoints import settings


@cache
def orders_to_read() -> DynamoOrders:
    """Reads orders."""
    return DynamoOrders(settings.table_name(), client("dynamodb"))
