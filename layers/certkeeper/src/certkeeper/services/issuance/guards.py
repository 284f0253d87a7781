"""What every task of the machine begins and ends with: is the order still running, and if not, why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from certkeeper.domain.errors import OrderCancelled, OrderExpired, OrderFailed
from certkeeper.domain.orders.deadlines import deadline_failure
from certkeeper.domain.orders.failures import CANCELLED
from certkeeper.domain.orders.order import OrderStatus

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.orders.failures import Failure
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.orders import Orders


def require_running(order: Order, now: datetime, *, orders: Orders) -> None:
    """Raises OrderCancelled, OrderExpired or OrderFailed where the order cannot go on, with the reason on the order.

    An order that is `valid` passes: a repeated or late task has nothing left to do, and says so itself.
    A finalized order passes as well: the certificate exists, and only fetching it is left, deadline or not.
    """
    if order.status is OrderStatus.VALID:
        return
    if order.ended:
        raise OrderFailed(order.failure.detail if order.failure else "the order has ended")
    if order.finalized_at is not None:
        return
    if order.cancel_requested_at is not None:
        fail(order, CANCELLED, orders=orders, error=OrderCancelled)
    if order.past_deadline(now):
        fail(order, deadline_failure(order), orders=orders, error=OrderExpired)


def fail(order: Order, failure: Failure, *, orders: Orders, error: type[OrderFailed] = OrderFailed) -> NoReturn:
    """Stores the reason, then raises: a reason that is only in an exception would be lost with the process."""
    orders.save(order.failed(failure))
    raise error(failure.code)
