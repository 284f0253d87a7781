"""Changing an order that the machine may be writing too: read, decide, write, and again if it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from certkeeper.domain.errors import OrderChangedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.orders import Machine, Orders

MAX_ATTEMPTS = 4
"""The machine writes an order a few times a second at the most; three others in a row mean something else is wrong."""

Result = TypeVar("Result")


def change_order(scope: str, order_id: str, attempt: Callable[[Order], Result], *, orders: Orders) -> Result:
    """Calls `attempt` with the stored order until its write wins. Raises OrderChangedError where it never does."""
    for _ in range(MAX_ATTEMPTS - 1):
        try:
            return attempt(orders.get(scope, order_id))
        except OrderChangedError:
            continue
    return attempt(orders.get(scope, order_id))


def wake(order: Order, *, orders: Orders, machine: Machine) -> Order:
    """Saves the order with one wake-up more counted, then ends the machine's wait, if it waits.

    If we die in between, the count keeps the machine from falling asleep; if it sleeps already, calling again wakes it.
    """
    saved, token = orders.save_and_wake(order)
    if token is not None:
        machine.wake(token)
    return saved
