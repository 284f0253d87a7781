"""CheckChallenges: a check from outside, as the CA would do it (ADR 11).

A failed validation at the CA costs the order, this does not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.orders.order import Steps
from certkeeper.domain.renewal.sweep_events import action_required
from certkeeper.services.issuance.guards import require_running
from certkeeper.services.issuance.progress import NextState, Progress, seconds_until_deadline

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.challenges import Lookout
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.orders import Orders

CHECKS_PER_RUN = 1000
"""The most checks in one execution of the state machine; then a new one takes over.

One round (await, present, check, choose) adds some 20 events to the execution's history, and AWS ends an execution at
25,000 (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). Seven days with a check every 300
seconds are 2,016.
"""


def check_challenges(
    scope: str,
    order_id: str,
    *,
    run: int,
    orders: Orders,
    lookout: Lookout,
    event_bus: EventBus,
    interval: timedelta,
    now: datetime,
) -> Progress:
    """Check the order of this scope and id, and return where the state machine goes.

    It answers the CA if all is in place; waits for `interval`, or for a person; or hands over to execution `run` + 1.
    The first check of a renewal that finds something missing publishes that a person must act.
    """
    order = orders.get(scope, order_id)
    require_running(order, now, orders=orders)
    if not order.pending_authorizations:
        return Progress(NextState.ANSWER, 1, order.wake_count)
    if not _may_check(order):
        return Progress(NextState.AWAIT, seconds_until_deadline(order, now), order.wake_count)
    findings = lookout.check(order.expectations())
    if all(finding.ready for finding in findings):
        orders.save(replace(order, findings=findings))
        return Progress(NextState.ANSWER, 1, order.wake_count)
    if not order.check_count and order.renews_version and order.awaits_person:
        event_bus.publish(action_required(order, now))
    orders.save(replace(order, findings=findings, check_count=order.check_count + 1, verify_requested_at=None))
    if order.check_count + 1 >= run * CHECKS_PER_RUN:
        return Progress(NextState.CONTINUE, 1, order.wake_count)
    pause = interval if order.steps is Steps.AUTOMATIC else None
    return Progress(NextState.AWAIT, seconds_until_deadline(order, now, most=pause), order.wake_count)


def _may_check(order: Order) -> bool:
    """Return whether a check is useful: in manual steps, only after a person has asked for it."""
    if order.challenge is None:
        return False
    return order.steps is Steps.AUTOMATIC or order.verify_requested_at is not None
