"""The history of certificates."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.history import DynamoHistory
from certkeeper.entrypoints import settings


@cache
def history() -> DynamoHistory:
    """Keeps events by certificate, and reads them."""
    return DynamoHistory(settings.table_name(), client("dynamodb"))
