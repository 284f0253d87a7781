"""Whose turn it was when an order's deadline passed: a person's, who can be quicker, or the CA's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.orders.failures import NOT_FINISHED_BY_CA, NOT_IN_PLACE, NOT_ISSUED_IN_TIME, NOT_VERIFIED_IN_TIME
from certkeeper.domain.orders.order import OrderStatus, Steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.orders.failures import Failure
    from certkeeper.domain.orders.order import Order


def _awaited_issue(order: Order) -> bool:
    """Verified, and nobody has pressed Issue."""
    manual = order.steps is Steps.MANUAL and order.issuance_requested_at is None
    return manual and order.status is OrderStatus.READY


def _awaited_ca(order: Order) -> bool:
    """The CA was told, or had nothing more to be shown, or our look had found everything for it."""
    seen = bool(order.findings) and all(finding.ready for finding in order.findings)
    return order.answered_at is not None or not order.pending_authorizations or seen


def _awaited_verify(order: Order) -> bool:
    """In manual steps nobody has ever asked for a look."""
    asked = order.verify_requested_at is not None or order.checked_at is not None
    return order.steps is Steps.MANUAL and not asked


_CHECKS: tuple[tuple[Callable[[Order], bool], Failure], ...] = (
    (_awaited_issue, NOT_ISSUED_IN_TIME),
    (_awaited_ca, NOT_FINISHED_BY_CA),
    (_awaited_verify, NOT_VERIFIED_IN_TIME),
)


def deadline_failure(order: Order) -> Failure:
    """Why an order that is past its deadline has no certificate. Where no check says: no challenge was in place."""
    return next((failure for check, failure in _CHECKS if check(order)), NOT_IN_PLACE)
