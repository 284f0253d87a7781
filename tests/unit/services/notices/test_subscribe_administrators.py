"""The schedule brings subscriptions to what the stack and the scopes say: asked, changed, let go, asked again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.errors import ConflictError
from certkeeper.domain.notices.administrators import (
    EVERYTHING,
    MAX_INVITATIONS,
    Administrator,
    AdministratorState,
    RecipientsState,
    recipients_of,
)
from certkeeper.services.notices.subscribe_administrators import SubscriptionChanges, subscribe_administrators
from tests.contracts.examples import NOW
from tests.contracts.subscriptions import in_scopes
from tests.fakes.failed_items import FailedItems
from tests.fakes.rows.administrators import FakeAdministrators
from tests.fakes.rows.scopes import FakeScopes
from tests.fakes.subscriptions import FakeSubscriptions
from tests.unit.services.notices.test_administrators import ADA, BEN, OLIVE, STACK, a_scope

if TYPE_CHECKING:
    from datetime import datetime

QUARTER = timedelta(minutes=15)
INVITATION_LIFETIME = timedelta(days=2)


class Topic:
    """A topic whose subscriptions a schedule corrects, run by run. `sent` has the moment of each mail."""

    def __init__(self, *administrators: Administrator) -> None:
        self.scopes = FakeScopes()
        self.stack: tuple[str, ...] = ()
        self.subscriptions = FakeSubscriptions()
        self.administrators = FakeAdministrators(*administrators)
        self.failed = FailedItems()
        self.sent: list[datetime] = []

    def run(self, now: datetime = NOW) -> SubscriptionChanges:
        """One run, after the invitations that nobody has confirmed in time have expired."""
        if self.sent and now - self.sent[-1] >= INVITATION_LIFETIME:
            for address in tuple(self.subscriptions.unconfirmed):
                self.subscriptions.drop(address)
        before = len(self.subscriptions.asked)
        done = subscribe_administrators(
            stack_administrators=self.stack,
            scopes=self.scopes,
            subscriptions=self.subscriptions,
            administrators=self.administrators,
            on_failure=self.failed,
            now=now,
        )
        self.sent += [now] * (len(self.subscriptions.asked) - before)
        return done

    def run_for(self, duration: timedelta, start: datetime = NOW) -> None:
        """Runs every quarter of an hour."""
        for number in range(duration // QUARTER):
            self.run(start + QUARTER * number)


def test_a_run_brings_all_to_what_the_stack_and_the_scopes_say() -> None:
    """Asked, changed, let go; whatever is right stays untouched, and so does what others have made."""
    topic = Topic()
    topic.stack = (STACK,)
    topic.subscriptions.held = {
        ADA: in_scopes("shop"),
        OLIVE: in_scopes("gone"),
        "right@shop.example": in_scopes("blog"),
        "hand@shop.example": EVERYTHING,
        "own@shop.example": None,
        "waits@shop.example": in_scopes("old"),
    }
    topic.subscriptions.unconfirmed = {"waits@shop.example"}
    topic.scopes = FakeScopes(
        a_scope("shop", ADA, BEN, STACK, "hand@shop.example", "own@shop.example", "waits@shop.example"),
        a_scope("blog", ADA, "right@shop.example"),
    )
    assert topic.run() == SubscriptionChanges(invited=2, changed=1, removed=1, lost=0, unfinished=())
    assert topic.subscriptions.held == {
        ADA: in_scopes("shop", "blog"),
        BEN: in_scopes("shop"),
        STACK: EVERYTHING,
        "right@shop.example": in_scopes("blog"),
        "hand@shop.example": EVERYTHING,
        "own@shop.example": None,
        "waits@shop.example": in_scopes("old"),
    }
    assert topic.run(NOW + QUARTER) == SubscriptionChanges(0, 0, 0, 0, ())


def test_one_subscription_follows_what_an_address_is_named_for() -> None:
    """The stack, then a scope, then nothing: a filter comes, and in the end the subscription goes."""
    topic = Topic()
    topic.stack, topic.scopes = (ADA,), FakeScopes(a_scope("shop", ADA))
    topic.run()
    assert topic.subscriptions.held == {ADA: EVERYTHING}
    topic.stack = ()
    topic.run(NOW + QUARTER)
    assert topic.subscriptions.held == {ADA: in_scopes("shop")}
    topic.stack = (ADA,)
    topic.run(NOW + 2 * QUARTER)
    assert topic.subscriptions.held == {ADA: EVERYTHING}
    topic.stack, topic.scopes = (), FakeScopes()
    assert topic.run(NOW + 3 * QUARTER).removed == 1
    assert topic.subscriptions.held == {}
    assert topic.administrators.stored == {}


def test_who_was_asked_when_a_scope_was_stored_is_let_go_in_the_end() -> None:
    """Also after having been an administrator of the stack, whose subscription has no filter to know it by."""
    topic = Topic()
    topic.subscriptions.subscribe(ADA, in_scopes("shop"))
    topic.stack = (ADA,)
    topic.run()
    topic.run(NOW + QUARTER)
    assert topic.subscriptions.held == {ADA: EVERYTHING}
    topic.stack = ()
    topic.run(NOW + 2 * QUARTER)
    assert topic.subscriptions.held == {}


def test_what_a_person_subscribed_to_everything_is_not_taken_away() -> None:
    """Named by the stack for a while, and then not any more."""
    topic = Topic()
    topic.subscriptions.held = {ADA: EVERYTHING}
    topic.stack = (ADA,)
    topic.run()
    topic.stack = ()
    assert topic.run(NOW + QUARTER).removed == 0
    assert topic.subscriptions.held == {ADA: EVERYTHING}
    assert topic.administrators.read().others == 1


def test_who_never_confirms_is_asked_three_times_and_then_no_more() -> None:
    """On day 0, 3 and 10: an address that was mistyped is a stranger's."""
    topic = Topic()
    topic.subscriptions.confirming = False
    topic.stack = (ADA,)
    topic.run_for(timedelta(days=60))
    assert topic.sent == [NOW + timedelta(days=day) for day in (0, 3, 10)]
    assert topic.administrators.stored[ADA].state is AdministratorState.UNANSWERED


def test_who_is_named_anew_is_asked_anew() -> None:
    """An address that nothing named for a quarter of an hour has a new series."""
    topic = Topic(Administrator(ADA, AdministratorState.UNANSWERED, MAX_INVITATIONS, NOW))
    topic.run()
    topic.stack = (ADA,)
    topic.run(NOW + QUARTER)
    assert topic.subscriptions.asked == [ADA]


def test_a_lost_subscription_is_noted_with_the_time_and_asked_for_again() -> None:
    """A bounded number of times; once it is confirmed again, nothing is lost."""
    topic = Topic()
    topic.stack = (ADA,)
    topic.run()
    topic.run(NOW + QUARTER)
    topic.subscriptions.confirming = False
    topic.subscriptions.drop(ADA)
    gone = NOW + timedelta(days=100)
    assert topic.run(gone).lost == 1
    assert topic.administrators.stored[ADA].lost_at == gone
    topic.run_for(timedelta(days=60), gone + QUARTER)
    assert topic.sent == [NOW, *(gone + timedelta(days=day) for day in (0, 3, 10))]
    assert topic.administrators.stored[ADA].lost_at == gone
    topic.subscriptions.confirming = True
    topic.subscriptions.subscribe(ADA, EVERYTHING)
    topic.run(gone + timedelta(days=90))
    assert topic.administrators.stored[ADA].lost_at is None


def test_a_scanner_that_confirms_and_unsubscribes_at_once_ends_the_invitations() -> None:
    """Else each notice would be followed by an invitation, for ever."""
    topic = Topic()
    topic.stack = (ADA,)
    for number in range(25 * 24 * 4):
        topic.run(NOW + QUARTER * number)
        topic.subscriptions.drop(ADA) if number % 2 else None
    assert topic.subscriptions.asked == [ADA] * MAX_INVITATIONS


@pytest.mark.parametrize("error", [ConflictError("subscriptions_exhausted", ""), KeyError("anything")])
def test_an_invitation_that_could_not_be_sent_is_sent_by_a_later_run(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is counted once, and nobody sends it beside a run that is still at it."""
    topic = Topic()
    topic.stack = (ADA,)

    def fail(_address: str, _interest: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(topic.subscriptions, "subscribe", fail)
        assert topic.run().unfinished == ("new in the stack",)
    topic.run(NOW + timedelta(minutes=1))
    assert topic.subscriptions.asked == []
    topic.run(NOW + QUARTER)
    assert topic.subscriptions.asked == [ADA]
    assert topic.administrators.stored[ADA].invitations == 1


def test_an_address_that_sns_refuses_is_tried_as_seldom_as_one_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each time the log says so, and not every quarter of an hour for ever."""
    topic = Topic()
    topic.stack = (ADA,)
    tries: list[str] = []

    def refuse(address: str, _interest: object) -> None:
        tries.append(address)
        raise ConflictError("address_refused", "")

    monkeypatch.setattr(topic.subscriptions, "subscribe", refuse)
    topic.run_for(timedelta(days=30))
    assert len(tries) == MAX_INVITATIONS
    assert topic.administrators.stored[ADA].state is AdministratorState.REFUSED


def test_two_runs_at_once_send_one_mail() -> None:
    """Both have read the same; the one that writes first asks."""
    topic = Topic()
    topic.stack = (ADA,)
    topic.subscriptions.confirming = False
    inside = topic.administrators.save
    later: list[SubscriptionChanges] = []

    def save(administrator: Administrator) -> Administrator | None:
        topic.administrators.save = inside  # type: ignore[method-assign]
        later.append(topic.run())
        return inside(administrator)

    topic.administrators.save = save  # type: ignore[method-assign]
    assert topic.run().unfinished == ()
    assert len(later) == 1
    assert topic.subscriptions.asked == [ADA]


def test_a_scope_that_cannot_be_read_takes_nothing_away() -> None:
    """Who is named there only stays subscribed; who is new elsewhere is asked; the run says what it could not read."""
    topic = Topic()
    topic.stack = (STACK,)
    topic.scopes = FakeScopes(a_scope("blog", ADA, OLIVE), a_scope("shop", OLIVE))
    topic.run()
    topic.scopes = FakeScopes(a_scope("blog", ADA, OLIVE), a_scope("shop", OLIVE), a_scope("news", OLIVE, BEN))
    topic.scopes.spoiled = {"blog"}
    done = topic.run(NOW + QUARTER)
    assert done.unfinished == ("scope blog",)
    assert topic.subscriptions.held == {
        ADA: in_scopes("blog"),
        OLIVE: in_scopes("blog", "shop", "news"),
        BEN: in_scopes("news"),
        STACK: EVERYTHING,
    }
    topic.scopes.spoiled = set()
    assert topic.run(NOW + 2 * QUARTER).unfinished == ()


def test_programs_and_strangers_are_counted_as_others() -> None:
    """Not the addresses that the stack or a scope names, nor what is pending."""
    topic = Topic()
    topic.stack = (ADA,)
    topic.subscriptions.programs = 2
    topic.subscriptions.held = {"hand@shop.example": None, "late@shop.example": None}
    topic.subscriptions.unconfirmed = {"late@shop.example"}
    topic.run()
    assert topic.administrators.read().others == 3


def test_a_check_that_could_not_be_stored_is_not_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older one has found would be shown as if it were new; after an hour it is shown as not known."""
    topic = Topic()
    topic.stack = (ADA, BEN)
    topic.run()
    topic.run(NOW + QUARTER)
    topic.subscriptions.drop(ADA)

    def fail(_administrator: Administrator) -> None:
        raise KeyError("anything")

    monkeypatch.setattr(topic.administrators, "save", fail)
    topic.run(NOW + timedelta(hours=2))
    check = topic.administrators.read()
    assert check.checked_at == NOW + QUARTER
    assert recipients_of(topic.stack, check, NOW + timedelta(hours=2)).state is RecipientsState.NOT_CHECKED
