"""Uploads."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.uploads import DynamoUploads
from certkeeper.entrypoints import settings


@cache
def uploads() -> DynamoUploads:
    """Notes uploads, and ends them."""
    return DynamoUploads(settings.table_name(), client("dynamodb"))
