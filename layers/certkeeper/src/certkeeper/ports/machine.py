"""The state machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from certkeeper.domain.orders.order import Order


class Machine(Protocol):
    """The state machine that runs orders."""

    def start(self, order: Order) -> None:
        """Starts the run of an order; twice is once."""

    def wake(self, token: str) -> None:
        """Ends the wait that this token stands for. No error where it is over already."""
