"""The meaning of a running order for its certificate: it runs, was never started, or ended without a version."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import OrderStatus
from certkeeper.domain.renewal.checks import attempt, renewal_mode
from certkeeper.domain.renewal.plan import RenewalMode
from certkeeper.domain.renewal.state import START_TIMEOUT
from certkeeper.domain.renewal.sweep_events import renewal_failed

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.events import Event
    from certkeeper.domain.orders.order import Order

CHECK_PAUSE = timedelta(hours=1)
"""How long after a check an order without a deadline is checked again."""
LOST_AFTER = timedelta(days=1)
"""How long after its deadline an open order counts as lost: the state machine ends one within minutes."""
LOST = Failure(
    "machine_lost",
    "the order's Step Functions execution has ended without a result; check the executions of the state machine, and "
    "that nobody stops them",
)
GONE = Failure("order_missing", "the order of the renewal is no longer in the table; somebody has deleted its row")

PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(minutes=100))
"""The pauses after the first failures: 1, 10 and 100 minutes (https://letsencrypt.org/docs/integration-guide/)."""
DAILY = timedelta(days=1)
"""The pause after later failures: once a day (the same guide), and between the orders of an assisted renewal."""
MAX_PAUSE_DIVISOR = 3
"""The part of the remaining lifetime that a pause may take at most: a third.

Otherwise a certificate of 160 hours would not survive an outage of the CA of three days.
"""


class OrderState(StrEnum):
    """The state of an order as the sweep uses it. UNPROVED: its deadline passed before the challenge was in place."""

    RUNNING = "running"
    UNSTARTED = "unstarted"
    UNPROVED = "unproved"
    CANCELLED = "cancelled"
    FAILED = "failed"


def order_state(order: Order | None, now: datetime) -> OrderState:
    """Return the state of an order at `now`. An order without a row has failed."""
    if order is None or _is_lost(order, now):
        return OrderState.FAILED
    if not order.ended:
        unstarted = not order.url and now >= order.created_at + START_TIMEOUT
        return OrderState.UNSTARTED if unstarted else OrderState.RUNNING
    if order.status is OrderStatus.CANCELLED:
        return OrderState.CANCELLED
    return OrderState.UNPROVED if order.status is OrderStatus.EXPIRED else OrderState.FAILED


def with_order_outcome(
    certificate: Certificate, order: Order | None, now: datetime
) -> tuple[Certificate, tuple[Event, ...]]:
    """Return the certificate after its running order was read at `now`, and the events to publish.

    A cancelled order, or a record that a person has not set, counts as no failure: the next order follows a day after
    the last one, so that there is at most one notice a day, also where a CA's orders live an hour.
    """
    found = order_state(order, now)
    if order is not None and found in {OrderState.RUNNING, OrderState.UNSTARTED}:
        return _with(certificate, order_check_at=_order_check_at(order, now)), ()
    if order is not None and found is OrderState.CANCELLED:
        return _ended(certificate, last_failure=order.failure, next_attempt_at=now + DAILY), ()
    if order is not None and found is OrderState.UNPROVED and renewal_mode(certificate) is RenewalMode.ASSISTED:
        again_at = max(now, order.created_at + DAILY)
        return _ended(certificate, last_failure=order.failure, next_attempt_at=again_at), ()
    return _failed(certificate, _reason(order), now)


def with_next_check(certificate: Certificate, order: Order | None, now: datetime) -> Certificate:
    """Return a pending certificate with the moment after `now` at which its first order is checked again.

    The sweep cannot end a first order: the state machine does.
    """
    return _with(certificate, order_check_at=_order_check_at(order, now) if order else now + DAILY)


def _failed(certificate: Certificate, failure: Failure, now: datetime) -> tuple[Certificate, tuple[Event, ...]]:
    state = certificate.state
    failures = state.failures + 1
    left = certificate.facts.not_after - now if certificate.facts else timedelta()
    after = _ended(
        certificate,
        failures=failures,
        first_failed_at=state.first_failed_at or now,
        last_failure=failure,
        next_attempt_at=now + pause_after(failures, left),
    )
    following = attempt(after)
    event = renewal_failed(after, state.order_id, failure, following.at if following else None, now)
    return after, (event,)


def _reason(order: Order | None) -> Failure:
    if order is None:
        return GONE
    return order.failure or LOST


def _is_lost(order: Order, now: datetime) -> bool:
    return not order.ended and order.deadline is not None and now >= order.deadline + LOST_AFTER


def _order_check_at(order: Order, now: datetime) -> datetime:
    """Return when to check an order whose state machine may be dead.

    An order that ends makes its certificate due by itself.
    """
    if not order.url or order.deadline is None:
        return now + (START_TIMEOUT if not order.url else CHECK_PAUSE)
    return order.deadline + LOST_AFTER if now < order.deadline + LOST_AFTER else now + DAILY


def _ended(certificate: Certificate, **changes: object) -> Certificate:
    return _with(certificate, order_id="", order_check_at=None, held_back=False, **changes)


def _with(certificate: Certificate, **changes: object) -> Certificate:
    return replace(certificate, renewal=replace(certificate.state, **changes))  # type: ignore[arg-type]


def pause_after(failures: int, left: timedelta) -> timedelta:
    """Return the pause after so many failures in a row, from 1 on, with so much time of the lifetime left.

    The reasons are in ADRs 52 and 71.
    """
    if failures <= len(PAUSES):
        return PAUSES[failures - 1]
    if left <= timedelta():
        return DAILY
    return min(DAILY, max(PAUSES[-1], left / MAX_PAUSE_DIVISOR))
