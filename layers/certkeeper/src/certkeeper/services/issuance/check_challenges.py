"""CheckChallenges: we look as the CA would. A look that fails costs nothing; one at the CA costs the order."""

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
"""A lap of the machine (await, present, check, choose) leaves some 20 events in the execution's history, and AWS ends
an execution at 25,000 (Step Functions quotas). Seven days of laps every 300 seconds are 2,016: a run hands over."""


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
    """Where to go: answer the CA, wait (`interval` between looks, or for a person), or hand over to run `run` + 1.

    The first look of a renewal that finds nothing tells the person who has to set the record.
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
    """In manual steps nothing is told to the CA before a person has asked, so there is no point in looking."""
    if order.challenge is None:
        return False
    return order.steps is Steps.AUTOMATIC or order.verify_requested_at is not None
