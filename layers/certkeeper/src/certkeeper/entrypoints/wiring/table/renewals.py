"""Certificates by when they must be looked at."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.renewals import DynamoRenewals
from certkeeper.entrypoints import settings


@cache
def renewals() -> DynamoRenewals:
    """Finds what is due, and begins renewals."""
    return DynamoRenewals(settings.table_name(), client("dynamodb"))
