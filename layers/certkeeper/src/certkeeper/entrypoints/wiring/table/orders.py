"""Orders, for functions that write them."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.entrypoints import settings


@cache
def orders() -> DynamoOrders:
    """Reads, places and changes orders."""
    return DynamoOrders(settings.table_name(), client("dynamodb"))
