"""Scopes."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.entrypoints import settings


@cache
def scopes() -> DynamoScopes:
    """Reads and stores scopes."""
    return DynamoScopes(settings.table_name(), client("dynamodb"))
