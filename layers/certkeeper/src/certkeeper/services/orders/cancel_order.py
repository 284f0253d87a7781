"""The cancellation of an order (ADR 5).

The state machine cleans up and closes it, because it knows what it has left in place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.orders.actions import Action, require
from certkeeper.services.orders.order_changes import change_order, wake

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.orders import Machine, Orders


def cancel_order(scope: str, order_id: str, *, orders: Orders, machine: Machine, now: datetime) -> Order:
    """Mark the order of this scope and id as cancelled and return it; the state machine's next task ends it.

    It is idempotent. Raises NotFoundError, and OutOfOrderError where it has ended or the CA is issuing already.
    """

    def request(order: Order) -> Order:
        if order.cancel_requested_at is None:
            require(order, Action.CANCEL, now)
        elif order.ended:
            return order
        cancelled_at = order.cancel_requested_at or now
        return wake(replace(order, cancel_requested_at=cancelled_at), orders=orders, machine=machine)

    return change_order(scope, order_id, request, orders=orders)
