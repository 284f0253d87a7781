"""The request to issue: the last of the manual steps, after the CA has verified every name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.orders.actions import Action, require
from certkeeper.services.orders.order_changes import change_order, wake

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.orders import Machine, Orders


def issue_certificate(scope: str, order_id: str, *, orders: Orders, machine: Machine, now: datetime) -> Order:
    """Let the state machine finalize the order of this scope and id, and return the order.

    It is idempotent, and wakes a state machine that an earlier call did not wake. Raises NotFoundError and
    OutOfOrderError.
    """

    def request(order: Order) -> Order:
        if order.issuance_requested_at is not None and order.finalized_at is not None:
            return order
        require(order, Action.ISSUE, now)
        asked_at = order.issuance_requested_at or now
        return wake(replace(order, issuance_requested_at=asked_at), orders=orders, machine=machine)

    return change_order(scope, order_id, request, orders=orders)
