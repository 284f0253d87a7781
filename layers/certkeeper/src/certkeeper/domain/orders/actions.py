"""What a person may do with an order now: checks that serve both the list of allowed actions and the refusals."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.errors import OutOfOrderError
from certkeeper.domain.orders.order import OrderStatus, Steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.orders.order import Order


class Action(StrEnum):
    """The calls of the API that move an order."""

    VERIFY = "verify"
    ISSUE = "issue"
    CANCEL = "cancel"


def _may_verify(order: Order, now: datetime) -> bool:
    """Once the CA is validating, a check changes nothing; before the order is opened there is nothing to check."""
    opened = bool(order.authorizations)
    return order.status is OrderStatus.PENDING and opened and order.answered_at is None and not order.past_deadline(now)


def _may_issue(order: Order, now: datetime) -> bool:
    """In automatic steps the state machine issues by itself, and a call would race with it."""
    return order.status is OrderStatus.READY and order.steps is Steps.MANUAL and not order.past_deadline(now)


def _may_cancel(order: Order, _now: datetime) -> bool:
    """Once the order is finalized, the certificate exists: cancelling would lose it."""
    return not order.ended and order.finalized_at is None


_CHECKS: tuple[tuple[Action, Callable[[Order, datetime], bool]], ...] = (
    (Action.VERIFY, _may_verify),
    (Action.ISSUE, _may_issue),
    (Action.CANCEL, _may_cancel),
)


_STAGES: tuple[tuple[Callable[[Order, datetime], bool], str], ...] = (
    (lambda order, _: order.ended, "the order has ended"),
    (lambda order, _: order.cancel_requested_at is not None, "the order is being cancelled"),
    (lambda order, _: order.finalized_at is not None, "the CA is issuing the certificate"),
    (lambda order, now: order.past_deadline(now), "the deadline has passed, and the order is about to end"),
    (lambda order, _: order.status is OrderStatus.READY, "the CA has verified the names"),
    (lambda order, _: order.answered_at is not None, "the CA is verifying the names"),
    (lambda order, _: not order.authorizations, "the order is being opened at the CA, which takes a moment"),
)
"""The first check that holds says where an order is."""


def _stage(order: Order, now: datetime) -> str:
    return next((said for holds, said in _STAGES if holds(order, now)), "the names are not verified yet")


def allowed_actions(order: Order, now: datetime) -> tuple[Action, ...]:
    """Return what may be done with the order now, in the sequence of the steps; nothing once it is being cancelled."""
    if order.cancel_requested_at is not None:
        return ()
    return tuple(action for action, check in _CHECKS if check(order, now))


def require(order: Order, action: Action, now: datetime) -> None:
    """Check that the action is allowed for the order now. Raises OutOfOrderError, which names what is allowed."""
    allowed = allowed_actions(order, now)
    if action not in allowed:
        raise OutOfOrderError(action, _stage(order, now), allowed)
