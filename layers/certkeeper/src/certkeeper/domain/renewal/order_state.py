"""What becomes of a certificate whose order was looked at: it runs, was never started, or ended without a version."""

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
LOST_AFTER = timedelta(days=1)
"""After its deadline the machine ends an order within minutes; one that is open a day later has no machine any more."""
LOST = Failure(
    "machine_lost",
    "the order's Step Functions execution has ended without a result; check the executions of the state machine, and "
    "that nobody stops them",
)
GONE = Failure("order_gone", "the order of the renewal is no longer in the table; somebody has deleted its row")

PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(minutes=100))
"""Let's Encrypt's integration guide: after 1, 10 and 100 minutes, then once a day."""
DAILY = timedelta(days=1)
SHARE = 3
"""Near the end a day is too long: a pause takes a third of what is left at most, so that a CA that comes back with
hours to go is asked again in time. Otherwise 160 hours do not live through an outage of three days."""


class OrderState(StrEnum):
    """Where an order stands as the sweep sees it."""

    RUNNING = "running"
    UNSTARTED = "unstarted"
    UNPROVED = "unproved"
    CANCELLED = "cancelled"
    FAILED = "failed"


def order_state(order: Order | None, now: datetime) -> OrderState:
    """UNPROVED: its deadline passed before the challenge was in place. An order without a row has failed."""
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
    """The certificate after its running order was looked at, and what is to be told of it.

    A person who did not set a record, or has cancelled, is no failure of ours: nothing is counted, and the next order
    begins a day after the last one did. That is at most one letter a day, also where a CA's orders live an hour.
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
    """A pending certificate: nothing here can end its order, so it is looked at again."""
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
    """A closed or committed order makes its certificate due by itself: this is for machines that died."""
    if not order.url or order.deadline is None:
        return now + (START_TIMEOUT if not order.url else CHECK_PAUSE)
    return order.deadline + LOST_AFTER if now < order.deadline + LOST_AFTER else now + DAILY


def _ended(certificate: Certificate, **changes: object) -> Certificate:
    return _with(certificate, order_id="", order_check_at=None, held_back=False, **changes)


def _with(certificate: Certificate, **changes: object) -> Certificate:
    return replace(certificate, renewal=replace(certificate.state, **changes))  # type: ignore[arg-type]


def pause_after(failures: int, left: timedelta) -> timedelta:
    """The pause after so many failures in a row, from 1 on, with so much life left; none is left of an expired one."""
    if failures <= len(PAUSES):
        return PAUSES[failures - 1]
    if left <= timedelta():
        return DAILY
    return min(DAILY, max(PAUSES[-1], left / SHARE))
