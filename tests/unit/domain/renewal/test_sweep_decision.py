"""The decision of a sweep about one certificate."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.certificates.certificate import Certificate
from certkeeper.domain.events import EventType
from certkeeper.domain.notices.policy import NoticePolicy
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import Order, OrderStatus
from certkeeper.domain.renewal.checks import RenewalReason, attempt
from certkeeper.domain.renewal.next_steps import due_at
from certkeeper.domain.renewal.order_state import LOST
from certkeeper.domain.renewal.renewal_info import RenewalInfo, ari_id
from certkeeper.domain.renewal.state import RenewalWindow
from tests.unit.domain.renewal.renewable_certificates import (
    ASSISTED,
    BEGIN,
    LIFETIMES,
    certificate,
    certificates,
    decision_on,
    facts,
    infos,
    moments,
    order,
    orders,
    policies,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
DUE = BEGIN + DAY * 60
END = BEGIN + DAY * 90
REASON = Failure("validation_failed", "mend it")


# -- renewals


def test_a_renewal_begins_when_it_is_due_and_not_a_second_earlier() -> None:
    """A third of 90 days is left."""
    assert decision_on(certificate(), DUE - timedelta(seconds=1)).renew is None
    assert decision_on(certificate(), DUE).renew is RenewalReason.LIFETIME


def test_failures_back_off_each_with_its_reason() -> None:
    """After 1, 10 and 100 minutes, then once a day."""
    one, now, pauses = certificate(), DUE, []
    for number in range(1, 7):
        one = replace(one, renewal=replace(one.state, order_id=f"o{number}"))
        decision = decision_on(one, now, running=order(OrderStatus.INVALID, failure=REASON))
        (event,) = decision.certificate.outbox
        assert event.type is EventType.RENEWAL_FAILED
        detail = dict(event.detail)
        assert (detail["code"], detail["reason"], detail["attempt"]) == ("validation_failed", "mend it", str(number))
        one = replace(decision.certificate, outbox=())
        following = attempt(one)
        assert following
        pauses.append(following.at - now)
        now = following.at
    assert pauses == [timedelta(minutes=each) for each in (1, 10, 100, 1440, 1440, 1440)]
    assert one.state.first_failed_at == DUE


def test_an_order_without_a_machine_is_started_once_more() -> None:
    """Whoever placed it died before: after ten minutes somebody else does it, and checks again."""
    for one in (certificate(order_id="o2"), replace(certificate(), version=0, facts=None)):
        placed = order(created_at=DUE)
        early = decision_on(one, DUE + timedelta(minutes=9), running=placed)
        assert early.start is None
        decision = decision_on(one, DUE + timedelta(minutes=10), running=placed)
        assert decision.start == placed
        due = due_at(decision.certificate, NoticePolicy(enabled=False, days=()), DUE)
        assert due is not None
        assert due > DUE + timedelta(minutes=10)


def test_an_order_that_nobody_ends_is_given_up_a_day_after_its_deadline() -> None:
    """Its execution was stopped by hand, say: the renewal must not wait for it for ever."""
    running = order(url="https://ca/1", deadline=DUE + DAY)
    before = decision_on(certificate(order_id="o2"), DUE + DAY * 2 - HOUR, running=running)
    assert before.certificate.state.order_id == "o2"
    after = decision_on(certificate(order_id="o2"), DUE + DAY * 2, running=running)
    assert (after.certificate.state.order_id, after.certificate.state.last_failure) == ("", LOST)


def test_an_order_without_a_row_is_a_failure() -> None:
    """Somebody has cleared the table by hand."""
    after = decision_on(certificate(order_id="o2"), DUE, running=None)
    assert after.certificate.state.failures == 1
    assert after.certificate.state.order_id == ""


def test_a_person_who_did_not_set_the_record_is_asked_again_a_day_after_the_last_time() -> None:
    """That is not Certkeeper's failure: nothing is counted, and nobody hears of one."""
    one = certificate(plan=ASSISTED, order_id="o2")
    for lifetime, again in ((DAY * 7, DUE + DAY * 7), (HOUR, DUE + DAY)):
        running = order(OrderStatus.EXPIRED, created_at=DUE)
        after = decision_on(one, DUE + lifetime, running=running)
        assert after.certificate.outbox == ()
        assert after.certificate.state.failures == 0
        following = attempt(after.certificate)
        assert following
        assert following.at == again
        assert (after.renew is not None) == (again <= DUE + lifetime)


def test_a_deadline_that_an_automatic_order_misses_is_a_failure() -> None:
    """There somebody has to mend something."""
    after = decision_on(certificate(order_id="o2"), DUE, running=order(OrderStatus.EXPIRED, failure=REASON))
    assert after.certificate.state.failures == 1


def test_who_cancels_has_a_days_peace() -> None:
    """And no failure."""
    after = decision_on(certificate(order_id="o2"), DUE, running=order(OrderStatus.CANCELLED))
    following = attempt(after.certificate)
    assert following
    assert following.at == DUE + DAY
    assert after.certificate.outbox == ()


def test_a_new_version_begins_with_a_blank_state() -> None:
    """Whatever was known of the one before."""
    old = certificate(failures=3, announced=("expiring:14",), order_id="o2")
    assert replace(old, version=2).state.failures == 0
    assert replace(old, version=2).state.order_id == ""


# -- the CA's window


def test_a_moment_is_chosen_once_and_kept_while_the_window_stands() -> None:
    """A new choice with each poll would choose too early in the end."""
    window = RenewalWindow(BEGIN + DAY * 50, BEGIN + DAY * 52)
    one = certificate(key_id="6a6b")
    first = decision_on(one, BEGIN, info=RenewalInfo(window, HOUR * 6)).certificate
    assert first.state.chosen_at == BEGIN + DAY * 51
    assert first.state.poll_at == BEGIN + HOUR * 6
    kept = replace(first, renewal=replace(first.state, chosen_at=BEGIN + DAY * 50))
    again = decision_on(kept, BEGIN + HOUR * 6, info=RenewalInfo(replace(window, explanation_url="https://why")))
    assert again.certificate.state.chosen_at == BEGIN + DAY * 50
    moved = RenewalWindow(BEGIN + DAY * 40, BEGIN + DAY * 42)
    assert decision_on(kept, BEGIN + HOUR * 6, info=RenewalInfo(moved)).certificate.state.chosen_at == BEGIN + DAY * 41


def test_a_window_that_has_moved_to_the_past_renews_in_the_same_check() -> None:
    """The CA is about to revoke it, say."""
    now = BEGIN + DAY * 5
    window = RenewalWindow(now - DAY * 2, now - DAY)
    assert decision_on(certificate(key_id="6a"), now, info=RenewalInfo(window)).renew is RenewalReason.WINDOW_PASSED


def test_a_window_after_the_end_is_none() -> None:
    """Then a third of the life counts."""
    window = RenewalWindow(END - DAY, END + DAY)
    after = decision_on(certificate(key_id="6a"), BEGIN, info=RenewalInfo(window))
    assert after.certificate.state.window is None
    assert decision_on(after.certificate, DUE).renew is RenewalReason.LIFETIME


def test_a_ca_that_does_not_answer_changes_nothing_but_the_next_question() -> None:
    """What is known counts on."""
    window = RenewalWindow(BEGIN + DAY * 50, BEGIN + DAY * 52)
    one = certificate(key_id="6a", window=window, chosen_at=window.start, poll_at=BEGIN)
    after = decision_on(one, BEGIN, info=None).certificate.state
    assert (after.window, after.chosen_at, after.poll_at) == (window, window.start, BEGIN + HOUR)


@pytest.mark.parametrize(
    ("asked", "waits"), [(timedelta(seconds=1), timedelta(minutes=1)), (DAY * 30, DAY), (None, HOUR * 6)]
)
def test_the_cas_pause_is_kept_within_reason(asked: timedelta | None, waits: timedelta) -> None:
    """RFC 9773 section 4.3.2."""
    window = RenewalWindow(BEGIN + DAY * 50, BEGIN + DAY * 52)
    after = decision_on(certificate(key_id="6a"), BEGIN, info=RenewalInfo(window, asked))
    assert after.certificate.state.poll_at == BEGIN + waits


def test_the_ca_knows_a_certificate_by_its_issuers_key_and_its_serial() -> None:
    """The example of RFC 9773 section 4.1; a serial whose first bit is set keeps its zero."""
    example = replace(facts(key_id="69885b6b87464041e1b37b847bd0ae2cde01c8d4"), serial=str(0x8765_4321))
    assert ari_id(example) == "aYhba4dGQEHhs3uEe9CuLN4ByNQ.AIdlQyE"
    assert ari_id(facts()) == ""


# -- notices


@pytest.mark.parametrize("lifetime", LIFETIMES)
def test_every_threshold_is_reported_once_however_often_it_is_checked(lifetime: timedelta) -> None:
    """Uploaded ones too: an hour between two checks, from the beginning to after the end."""
    one, reported = certificate(lifetime, plan=None), []
    now = BEGIN + lifetime - DAY * 15
    while now < BEGIN + lifetime + DAY * 2:
        decision = decision_on(one, now)
        reported += [(event.type, dict(event.detail).get("threshold_days")) for event in decision.certificate.outbox]
        one = replace(decision.certificate, outbox=())
        now += HOUR
    wanted = [days for days in ("14", "7", "3", "1") if lifetime > DAY * 24 or days in {"14", "1"}]
    expected = [(EventType.CERTIFICATE_EXPIRING, days) for days in wanted]
    assert reported == [*expected, (EventType.CERTIFICATE_EXPIRED, None)]


def test_of_several_thresholds_that_have_passed_the_latest_is_reported() -> None:
    """After days without a sweep: one letter says it all, and the others are not sent afterwards."""
    decision = decision_on(certificate(plan=None), END - DAY * 2)
    (event,) = decision.certificate.outbox
    assert dict(event.detail)["threshold_days"] == "3"
    assert decision.certificate.state.announced == ("expiring:14", "expiring:7", "expiring:3")


def test_a_switch_is_obeyed_and_a_revoked_certificate_is_no_news() -> None:
    """Nothing is reported, and nothing is due for it."""
    off = NoticePolicy(enabled=False, days=(14,))
    assert decision_on(certificate(plan=None), END, policy=off).certificate.outbox == ()
    assert decision_on(certificate(plan=None, revoked_at=BEGIN), END).certificate.outbox == ()
    assert due_at(certificate(plan=None), off, BEGIN) is None


@given(certificates(), policies, orders(), infos, moments, st.integers(2, 5))
def test_the_same_check_again_says_the_same_under_the_same_ids(
    one: Certificate, policy: NoticePolicy, running: Order, info: RenewalInfo | None, now: datetime, times: int
) -> None:
    """A crash before the write lets everything be decided again; after the write nothing is decided twice."""
    decisions = [decision_on(one, now, policy=policy, running=running, info=info) for _ in range(times)]
    assert all(decision == decisions[0] for decision in decisions)
    stored = decisions[0].certificate
    ids = {event.event_id for event in stored.outbox}
    after = decision_on(replace(stored, outbox=()), now, policy=policy, running=running, info=info)
    assert not ids & {event.event_id for event in after.certificate.outbox}


# -- no progress


def test_what_makes_no_progress_is_seen_at_half_of_what_was_left() -> None:
    """Once by itself, and with every check that its attempts bring."""
    one = certificate(failures=9, next_attempt_at=END)
    at = DUE + DAY * 15
    assert not decision_on(one, at - HOUR).stalled
    decision = decision_on(one, at)
    assert decision.stalled
    assert "stalled" in decision.certificate.state.announced
    assert decision_on(decision.certificate, at + DAY).stalled
    assert not decision_on(certificate(plan=None), END).stalled
