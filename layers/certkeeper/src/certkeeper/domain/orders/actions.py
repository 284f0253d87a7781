"""The actions that a person may take on an order now: the same checks list what is allowed and refuse the rest."""

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
    """The calls of the API that a person makes for an order."""

    VERIFY = "verify"
    ISSUE = "issue"
    CANCEL = "cancel"


def _may_verify(order: Order, now: datetime) -> bool:
    """Return whether a check makes sense: the order is opened, and the CA was not asked to validate yet."""
    opened = bool(order.authorizations)
    return order.status is OrderStatus.PENDING and opened and order.answered_at is None and not order.past_deadline(now)


def _may_issue(order: Order, now: datetime) -> bool:
    """Return whether a person may issue: in automatic steps the state machine does, and a call would race with it."""
    return order.status is OrderStatus.READY and order.steps is Steps.MANUAL and not order.past_deadline(now)


def _may_cancel(order: Order, _now: datetime) -> bool:
    """Return whether the order may be cancelled: once it is finalized, the certificate exists and would be lost."""
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
"""Where an order is, by the first check that holds."""


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
