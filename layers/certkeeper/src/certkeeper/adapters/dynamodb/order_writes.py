"""The writes that orders are made of, as parts of an UpdateItem or of a transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.order_rows import order_attributes

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UpdateTypeDef

    from certkeeper.adapters.dynamodb.table import Table
    from certkeeper.domain.orders.order import Order


def next_revision(order: Order) -> Order:
    """What a write of this order stores."""
    return replace(order, revision=order.revision + 1)


def update_order(table: Table, order: Order) -> UpdateTypeDef:
    """Sets an order's own attributes where its revision is still the stored one, and none that others write beside.

    The state machine writes `wait_token` and `wait_state` into the same row: a whole new row would lose a token, and
    with it an order that nobody can wake any more. Only an order that has ended needs them no more.
    """
    attributes = order_attributes(next_revision(order))
    names = {f"#n{position}": name for position, name in enumerate(attributes)}
    values = {f":v{position}": value for position, value in enumerate(attributes.values()) if value is not None}
    sets = [f"#n{position} = :v{position}" for position, value in enumerate(attributes.values()) if value is not None]
    removals = [f"#n{position}" for position, value in enumerate(attributes.values()) if value is None]
    if order.ended:
        removals += ["wait_token", "wait_state"]
    remove = f" REMOVE {', '.join(removals)}" if removals else ""
    return {
        "TableName": table.name,
        "Key": keys.order(order.scope, order.order_id).attributes(),
        "UpdateExpression": f"SET {', '.join(sets)}{remove}",
        "ConditionExpression": "revision = :read",
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": {**values, ":read": a.number(order.revision)},
    }
