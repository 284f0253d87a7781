"""Certificates that are due, where rows are not as Certkeeper writes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb.keys import DUE_SHARDS, due_attributes
from certkeeper.domain.orders.order import OrderStatus
from certkeeper.ports.renewals import UnreadableRow
from tests.contracts.examples import NOW, SCOPE, a_version, an_order, pending_certificate

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.ports.orders import Orders
    from certkeeper.ports.renewals import Renewals


def test_a_row_that_cannot_be_read_is_named_and_hides_no_other(
    table: str, dynamodb: DynamoDBClient, orders: Orders, renewals: Renewals
) -> None:
    """Somebody has spoiled it by hand."""
    placed = []
    for _ in range(5):
        order = an_order()
        order = replace(order, name=order.order_id)
        orders.place(order, pending_certificate(order), None)
        placed.append(orders.commit(replace(order, status=OrderStatus.VALID), a_version(order)).certificate_id)
    for certificate_id, spoiled in ((placed[0], "{"), (placed[1], '{"version": 1, "window": [1]}')):
        dynamodb.update_item(
            TableName=table,
            Key={"pk": {"S": f"SCOPE#{SCOPE}#CERTIFICATES"}, "sk": {"S": certificate_id}},
            UpdateExpression="SET renewal = :spoiled",
            ExpressionAttributeValues={":spoiled": {"S": spoiled}},
        )
    found = [each for shard in range(renewals.shards) for each in renewals.due(shard, NOW)]
    unreadable = {each.certificate_id for each in found if isinstance(each, UnreadableRow)}
    assert unreadable == set(placed[:2])
    assert {each.certificate_id for each in found} == set(placed)


def test_ids_are_spread_evenly_over_the_shards() -> None:
    """None has twice its share."""
    shards = [due_attributes(an_order().certificate_id, NOW)["due_shard"] for _ in range(3200)]
    counted = {str(shard): shards.count(shard) for shard in shards}
    assert len(counted) == DUE_SHARDS
    assert max(counted.values()) < 2 * len(shards) / DUE_SHARDS
