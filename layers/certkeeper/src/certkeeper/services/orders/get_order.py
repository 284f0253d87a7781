"""One order as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.orders import Orders


def get_order(scope: str, order_id: str, *, orders: Orders) -> Order:
    """The order, read consistently. Raises NotFoundError."""
    return orders.get(scope, order_id)
