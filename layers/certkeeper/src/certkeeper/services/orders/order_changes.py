"""Changes of an order that the state machine may be writing too: read, decide, write, and repeat if it was changed.

The reasons are in ADRs 2 and 18.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from certkeeper.domain.errors import OrderChangedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.orders import Machine, Orders

MAX_ATTEMPTS = 4
"""The most attempts.

The state machine writes an order a few times a second; after three conflicts something else is wrong.
"""

Result = TypeVar("Result")


def change_order(scope: str, order_id: str, attempt: Callable[[Order], Result], *, orders: Orders) -> Result:
    """Call `attempt` with the stored order of this scope and id until its write succeeds, and return its result.

    Raises OrderChangedError where the order was written meanwhile in every attempt.
    """
    for _ in range(MAX_ATTEMPTS - 1):
        try:
            return attempt(orders.get(scope, order_id))
        except OrderChangedError:
            continue
    return attempt(orders.get(scope, order_id))


def wake(order: Order, *, orders: Orders, machine: Machine) -> Order:
    """Save the order with one wake-up more, end the state machine's wait if there is one, and return the order.

    Where nothing waits, the machine is started: that does nothing where the order has an execution. It has none where
    the process that placed it died before it started one, and in a stack that was given the table of another (ADR 104).
    If the process dies in between, the count keeps the state machine from waiting; calling again wakes one that waits.
    """
    saved, token = orders.save_and_wake(order)
    if token is None or not machine.wake(token):
        machine.start(saved)
    return saved
