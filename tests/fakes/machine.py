"""`ports.orders.Machine` in memory: it notes what it is given and runs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.domain.orders.order import Order


class FakeMachine:
    """Fulfils `ports.orders.Machine`. `started` are order ids, `woken` the tokens it was given.

    `is_gone` makes every wait one of a machine that is not there any more.
    """

    def __init__(self) -> None:
        self.started: list[str] = []
        self.woken: list[str] = []
        self.is_gone = False

    def start(self, order: Order) -> None:
        """See `Machine.start`."""
        if order.order_id not in self.started:
            self.started.append(order.order_id)

    def wake(self, token: str) -> bool:
        """See `Machine.wake`."""
        if not self.is_gone:
            self.woken.append(token)
        return not self.is_gone
