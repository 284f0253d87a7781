"""The reason why an order has passed its deadline: it waited for a person, or for the CA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.orders.failures import NOT_FINISHED_BY_CA, NOT_IN_PLACE, NOT_ISSUED_IN_TIME, NOT_VERIFIED_IN_TIME
from certkeeper.domain.orders.order import OrderStatus, Steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.orders.failures import Failure
    from certkeeper.domain.orders.order import Order


def _awaited_issue(order: Order) -> bool:
    """Return whether the CA had verified the names, and nobody had asked for the certificate."""
    manual = order.steps is Steps.MANUAL and order.issuance_requested_at is None
    return manual and order.status is OrderStatus.READY


def _awaited_ca(order: Order) -> bool:
    """Return whether the CA was validating, or had nothing left to validate, or every challenge was in place."""
    in_place = bool(order.findings) and all(finding.ready for finding in order.findings)
    return order.answered_at is not None or not order.pending_authorizations or in_place


def _awaited_verify(order: Order) -> bool:
    """Return whether nobody had asked for a check, in manual steps."""
    asked = order.verify_requested_at is not None or order.checked_at is not None
    return order.steps is Steps.MANUAL and not asked


_CHECKS: tuple[tuple[Callable[[Order], bool], Failure], ...] = (
    (_awaited_issue, NOT_ISSUED_IN_TIME),
    (_awaited_ca, NOT_FINISHED_BY_CA),
    (_awaited_verify, NOT_VERIFIED_IN_TIME),
)


def deadline_failure(order: Order) -> Failure:
    """Return why an order past its deadline has no certificate; by default, because a challenge was not in place."""
    return next((failure for check, failure in _CHECKS if check(order)), NOT_IN_PLACE)
