"""The checks with which every task begins, and the way in which a task fails an order."""

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
    """Check that the order can go on at `now`.

    Raises OrderCancelled, OrderExpired or OrderFailed, with the reason on it.

    A `valid` order passes: a repeated task finds nothing left to do. A finalized order passes as well, deadline or not:
    the certificate exists, and only has to be downloaded.
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
    """Store the failure on the order, then raise `error`, an OrderFailed.

    A reason in an exception alone could be lost.
    """
    orders.save(order.failed(failure))
    raise error(failure.code)
