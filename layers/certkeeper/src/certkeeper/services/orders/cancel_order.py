"""Cancel: the machine itself cleans up and closes, because only it knows what it has left in the world."""

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
    """Marks the order as cancelled; the next task of the machine ends it. Cancelling twice is once.

    Raises NotFoundError and OutOfOrderError (it has ended, or the CA is issuing already).
    """

    def request(order: Order) -> Order:
        if order.cancel_requested_at is None:
            require(order, Action.CANCEL, now)
        elif order.ended:
            return order
        cancelled_at = order.cancel_requested_at or now
        return wake(replace(order, cancel_requested_at=cancelled_at), orders=orders, machine=machine)

    order = change_order(scope, order_id, request, orders=orders)
    if not order.url and not order.ended:
        # The process that placed it may have died before it started the machine: then nobody else would end the order.
        machine.start(order)
    return order
