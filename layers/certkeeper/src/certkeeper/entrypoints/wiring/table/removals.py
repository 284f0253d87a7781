"""Deletions and restorations."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.removals import DynamoRemovals
from certkeeper.entrypoints import settings


@cache
def removals() -> DynamoRemovals:
    """Notes deletions and restorations, and ends them."""
    return DynamoRemovals(settings.table_name(), client("dynamodb"))
