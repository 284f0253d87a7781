"""`ports.orders.Machine` in memory: it notes what it is given and runs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.domain.orders.order import Order


class FakeMachine:
    """Fulfils `ports.orders.Machine`. `started` are order ids, `woken` the tokens it was given."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.woken: list[str] = []

    def start(self, order: Order) -> None:
        """See `Machine.start`."""
        if order.order_id not in self.started:
            self.started.append(order.order_id)

    def wake(self, token: str) -> None:
        """See `Machine.wake`."""
        self.woken.append(token)
