"""How many orders and validations may still be asked of the CA."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.rations import DynamoRations
from certkeeper.domain.renewal.rations import for_renewals
from certkeeper.entrypoints import settings


@cache
def rations() -> DynamoRations:
    """Counts the orders of people, which are never refused."""
    return DynamoRations(settings.table_name(), client("dynamodb"))


@cache
def rations_for_renewals() -> DynamoRations:
    """Gives renewals a share of the orders that the stack may place in three hours."""
    return DynamoRations(
        settings.table_name(), client("dynamodb"), most=for_renewals(settings.orders_per_three_hours())
    )
