"""The next steps: the sweep's moment and what people see come from one list."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given

from certkeeper.domain.certificates.certificate import Certificate, Settings
from certkeeper.domain.notices.policy import NoticePolicy
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import Order
from certkeeper.domain.renewal.next_steps import Action, due_at, next_action, steps
from certkeeper.domain.renewal.renewal_info import RenewalInfo
from tests.unit.domain.renewal.renewable_certificates import (
    ASSISTED,
    BEGIN,
    POLICY,
    certificate,
    certificates,
    decision_on,
    infos,
    moments,
    order,
    orders,
    policies,
)

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@given(certificates(), policies, moments)
def test_what_is_shown_is_what_is_done(one: Certificate, policy: NoticePolicy, now: datetime) -> None:
    """A moment that is shown is one at which a sweep checks, and never before the sweep's own next check."""
    shown = next_action(one, policy)
    due = due_at(one, policy, now)
    assert shown.why
    if shown.at is not None:
        assert shown.at in {step.at for step in steps(one, policy)}
        assert due is not None
        assert due <= shown.at


@given(certificates(), policies, orders(), infos, moments)
def test_nothing_is_due_before_it_is_due(
    one: Certificate, policy: NoticePolicy, running: Order, info: RenewalInfo | None, now: datetime
) -> None:
    """A sweep that comes too early finds nothing to decide: nothing to publish, to renew or to start."""
    due = due_at(one, policy, now)
    if due is not None and now >= due:
        now = due - SECOND
    quiet = replace(running, url="https://ca/1", deadline=now + DAY, status=order().status)
    decision = decision_on(one, now, policy=policy, running=quiet, info=info)
    assert decision.renew is None
    assert decision.start is None
    assert decision.certificate.outbox == ()


@given(certificates(), policies, orders(), infos, moments)
def test_a_check_leaves_nothing_that_is_still_due(
    one: Certificate, policy: NoticePolicy, running: Order, info: RenewalInfo | None, now: datetime
) -> None:
    """But for a renewal that begins now, the next check is later: a sweep never turns in a circle."""
    decision = decision_on(one, now, policy=policy, running=running, info=info)
    after = replace(decision.certificate, outbox=())
    due = due_at(after, policy, now)
    assert decision.renew or due is None or due > now


@given(certificates(), policies, moments)
def test_who_can_still_be_renewed_is_never_forgotten(one: Certificate, policy: NoticePolicy, now: datetime) -> None:
    """There is always a next check while there is an order, a renewal or a notice to come."""
    if due_at(one, policy, now) is None:
        assert next_action(one, policy).at is None
        assert next_action(one, policy).action in {Action.NONE, Action.UPLOAD_SUCCESSOR, Action.RENEW_BY_HAND}


def test_a_person_reads_what_will_happen_when_and_why() -> None:
    """A renewal, a notice, an order that runs, or what only they can do."""
    end = BEGIN + DAY * 90
    marks = ("expiring:14", "expiring:7", "expiring:3", "expiring:1", "expired")
    seen = {
        "fresh": next_action(certificate(), POLICY),
        "uploaded": next_action(certificate(plan=None), POLICY),
        "uploaded, all announced": next_action(certificate(plan=None, announced=marks), POLICY),
        "running": next_action(certificate(order_id="o2"), POLICY),
        "waiting for a person": next_action(certificate(plan=ASSISTED, order_id="o2"), POLICY),
        "switched off": next_action(certificate(settings=Settings(renewal_enabled=False), announced=marks), POLICY),
        "deleted": next_action(certificate(deleted_at=BEGIN), POLICY),
        "pending": next_action(replace(certificate(), version=0, facts=None), POLICY),
    }
    assert {name: (one.action, one.at) for name, one in seen.items()} == {
        "fresh": (Action.RENEW, BEGIN + DAY * 60),
        "uploaded": (Action.NOTIFY, end - DAY * 14),
        "uploaded, all announced": (Action.UPLOAD_SUCCESSOR, None),
        "running": (Action.FINISH_RENEWAL, None),
        "waiting for a person": (Action.SET_RECORD, None),
        "switched off": (Action.RENEW_BY_HAND, None),
        "deleted": (Action.NONE, None),
        "pending": (Action.ISSUE, None),
    }


def test_a_pause_after_a_failure_says_what_failed() -> None:
    """With its code; a rate limit that is used up says so too."""
    at = BEGIN + DAY * 61
    failed = certificate(failures=1, last_failure=Failure("validation_failed", "mend it"), next_attempt_at=at)
    assert next_action(failed, POLICY).at == at
    assert "validation_failed" in next_action(failed, POLICY).why
    held = certificate(held_back=True, next_attempt_at=at)
    assert "rate limit" in next_action(held, POLICY).why
