"""When an administrator is invited, and what is known of one, for every state and everything that SNS may say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.notices.administrators import (
    CHECK_LIFETIME,
    EVERYTHING,
    INVITATION_INTERVALS,
    INVITATION_TIMEOUT,
    MAX_INVITATIONS,
    SETTLED,
    Administrator,
    AdministratorState,
    Interest,
    RecipientsState,
    SubscriptionCheck,
    SubscriptionStatus,
    after_check,
    interests,
    recipients_of,
)
from certkeeper.domain.scopes import Scope, ScopeKind
from tests.contracts.examples import NOW

ADA = "ada@shop.example"
MOMENTS = st.none() | st.integers(0, 60 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
ANY = st.builds(
    Administrator,
    st.just(ADA),
    st.sampled_from(AdministratorState),
    st.integers(0, MAX_INVITATIONS),
    MOMENTS,
    MOMENTS,
    MOMENTS,
)
CHECKS = st.lists(st.tuples(st.sampled_from(SubscriptionStatus), st.integers(1, 10 * 24 * 60)), min_size=1, max_size=60)
"""What each check finds, and the minutes since the one before."""


@given(known=ANY, found=st.sampled_from(SubscriptionStatus))
def test_a_check_says_what_sns_says(known: Administrator, found: SubscriptionStatus) -> None:
    """CONFIRMED and PENDING only where SNS says so in this very check; the next check at once changes nothing."""
    after = after_check(known, found, NOW)
    assert (after.state is AdministratorState.CONFIRMED) == (found is SubscriptionStatus.CONFIRMED)
    assert (after.state is AdministratorState.PENDING) == (found is SubscriptionStatus.PENDING)
    assert (after.address, after.revision) == (known.address, known.revision)
    assert after_check(after, found, NOW) == after


@given(known=ANY, found=st.sampled_from(SubscriptionStatus))
def test_what_is_lost_is_noted_once_and_until_it_is_confirmed(known: Administrator, found: SubscriptionStatus) -> None:
    """With the moment of the check that first missed it."""
    after = after_check(known, found, NOW)
    if found is SubscriptionStatus.CONFIRMED:
        assert after.lost_at is None
    elif found is SubscriptionStatus.ABSENT and known.state is AdministratorState.CONFIRMED:
        assert after.lost_at == NOW
    else:
        assert after.lost_at == known.lost_at


def invitations(checks: list[tuple[SubscriptionStatus, int]]) -> list[datetime]:
    """When invitations were sent: each is decided, sent, and noted as pending."""
    known, now, sent = Administrator(ADA), NOW, []
    for found, minutes in checks:
        now += timedelta(minutes=minutes)
        before, known = known, after_check(known, found, now)
        if known != before and known.state is AdministratorState.INVITING:
            sent.append(now)
            known = after_check(known, SubscriptionStatus.PENDING, now)
    return sent


@given(CHECKS)
def test_invitations_are_bounded_and_their_pauses_grow(checks: list[tuple[SubscriptionStatus, int]]) -> None:
    """Whatever SNS says and when: at most three in the time after which a confirmed subscription has settled."""
    sent = invitations(checks)
    for first in sent:
        assert sum(first <= each < first + SETTLED for each in sent) <= MAX_INVITATIONS
    assert all(later - earlier >= INVITATION_INTERVALS[0] for earlier, later in pairwise(sent))


@given(st.integers(1, 1000))
def test_who_never_confirms_is_invited_three_times_in_all(minutes: int) -> None:
    """However often is checked."""
    checks = [(SubscriptionStatus.ABSENT, minutes)] * (timedelta(days=40) // timedelta(minutes=minutes) + 1)
    sent = invitations(checks[:6000])
    assert len(sent) <= MAX_INVITATIONS
    if len(checks) < 6000:
        assert len(sent) == MAX_INVITATIONS


@given(known=ANY, minutes=st.integers(0, 60))
def test_an_invitation_that_was_not_sent_is_taken_over_once_its_run_has_ended(
    known: Administrator, minutes: int
) -> None:
    """Not before, and without being counted again."""
    inviting = replace(known, state=AdministratorState.INVITING, invited_at=NOW)
    after = after_check(inviting, SubscriptionStatus.ABSENT, NOW + timedelta(minutes=minutes))
    assert (after.state, after.invitations) == (AdministratorState.INVITING, known.invitations)
    assert (after != inviting) == (timedelta(minutes=minutes) >= INVITATION_TIMEOUT)


def test_who_is_named_by_the_stack_is_notified_of_everything() -> None:
    """Others of the scopes that name them."""
    scopes = [
        Scope("blog", ScopeKind.ZONE, "b.example", administrators=(ADA, "olive@shop.example")),
        Scope("shop", ScopeKind.ZONE, "s.example", administrators=("olive@shop.example",)),
    ]
    assert interests(scopes, [ADA]) == {
        ADA: EVERYTHING,
        "olive@shop.example": Interest(frozenset({"blog", "shop"})),
    }


STATES = {
    "nobody was named": ({}, 0, RecipientsState.NOBODY, (0, 0, 0)),
    "nobody was named, a chat is subscribed": ({}, 1, RecipientsState.OTHERS, (0, 0, 0)),
    "one of two": (
        {"a": AdministratorState.CONFIRMED, "b": AdministratorState.PENDING},
        0,
        RecipientsState.CONFIRMED,
        (1, 1, 0),
    ),
    "neither of two": (
        {"a": AdministratorState.UNANSWERED, "b": AdministratorState.INVITING},
        0,
        RecipientsState.NOBODY,
        (0, 2, 0),
    ),
    "refused": ({"a": AdministratorState.REFUSED}, 0, RecipientsState.NOBODY, (0, 1, 0)),
}


@pytest.mark.parametrize(("named", "others", "state", "counts"), STATES.values(), ids=STATES.keys())
def test_recipients_are_those_that_the_last_check_has_found(
    named: dict[str, AdministratorState], others: int, state: RecipientsState, counts: tuple[int, int, int]
) -> None:
    """Confirmed, not confirmed, lost."""
    known = {address: Administrator(address, each) for address, each in named.items()}
    found = recipients_of(tuple(named), SubscriptionCheck(NOW, others, known), NOW + CHECK_LIFETIME)
    assert (found.state, found.confirmed, found.pending, found.lost) == (state, *counts)
    assert (found.others, found.checked_at) == (others, NOW)


@pytest.mark.parametrize("state", [AdministratorState.PENDING, AdministratorState.UNANSWERED])
def test_what_was_confirmed_and_is_gone_is_lost_also_while_it_is_invited_again(state: AdministratorState) -> None:
    """Nobody gets notices, and it is said why."""
    known = {ADA: Administrator(ADA, state, 1, NOW, NOW, NOW)}
    found = recipients_of([ADA], SubscriptionCheck(NOW, 0, known), NOW)
    assert (found.state, found.confirmed, found.pending, found.lost) == (RecipientsState.NOBODY, 0, 0, 1)


@pytest.mark.parametrize(
    "check",
    [
        SubscriptionCheck(),
        SubscriptionCheck(NOW - CHECK_LIFETIME - timedelta(seconds=1), 3, {ADA: Administrator(ADA)}),
    ],
    ids=["never", "too old"],
)
@pytest.mark.parametrize("state", AdministratorState)
def test_without_a_recent_check_nothing_is_known(check: SubscriptionCheck, state: AdministratorState) -> None:
    """Neither that all is well nor any number."""
    known = {ADA: Administrator(ADA, state)} if check.checked_at else {}
    found = recipients_of([ADA], SubscriptionCheck(check.checked_at, check.others, known), NOW)
    assert found.state is RecipientsState.NOT_CHECKED
    assert (found.confirmed, found.pending, found.lost, found.others) == (None, None, None, None)
    assert found.checked_at == check.checked_at


def test_a_new_address_is_not_known_before_it_was_checked() -> None:
    """It may have been subscribed by hand."""
    found = recipients_of([ADA], SubscriptionCheck(NOW, 0, {}), NOW)
    assert found.state is RecipientsState.NOT_CHECKED
    known = {"ben@shop.example": Administrator("ben@shop.example", AdministratorState.CONFIRMED)}
    found = recipients_of([ADA, *known], SubscriptionCheck(NOW, 0, known), NOW)
    assert found.state is RecipientsState.CONFIRMED
