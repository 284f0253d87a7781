"""Orders, for functions that only read them."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.order_reader import DynamoOrderReader
from certkeeper.entrypoints import settings


@cache
def orders_to_read() -> DynamoOrderReader:
    """Reads orders."""
    return DynamoOrderReader(settings.table_name(), client("dynamodb"))
