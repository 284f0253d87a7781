"""The contract of `ports.notices.Subscriptions`, where addresses confirm at once, as at moto and the emulator."""

from __future__ import annotations

from certkeeper.domain.notices.administrators import EVERYTHING, Interest
from certkeeper.ports.notices import Subscription, Subscriptions

ADA, OLIVE = "ada@shop.example", "olive@shop.example"


def in_scopes(*names: str) -> Interest:
    """The notices of these scopes."""
    return Interest(frozenset(names))


class SubscriptionsContract:
    """Give a fixture `subscriptions`: nobody is subscribed."""

    def test_who_is_subscribed_is_listed_with_their_scopes(self, subscriptions: Subscriptions) -> None:
        """Each address once."""
        subscriptions.subscribe(ADA, in_scopes("shop", "blog"))
        subscriptions.subscribe(OLIVE, in_scopes("shop"))
        found = {each.address: subscriptions.interest_of(each) for each in subscriptions.list()}
        assert found == {ADA: in_scopes("shop", "blog"), OLIVE: in_scopes("shop")}

    def test_an_address_is_subscribed_once(self, subscriptions: Subscriptions) -> None:
        """Two who put scopes at one moment both ask; whose scopes count then is for the next check to mend."""
        subscriptions.subscribe(ADA, in_scopes("shop"))
        subscriptions.subscribe(ADA, in_scopes("shop"))
        subscriptions.subscribe(ADA, in_scopes("blog"))
        assert [each.address for each in subscriptions.list()] == [ADA]

    def test_scopes_are_changed(self, subscriptions: Subscriptions) -> None:
        """All of them at once."""
        subscriptions.subscribe(ADA, in_scopes("shop"))
        subscriptions.change(_only(subscriptions), in_scopes("blog", "news"))
        assert subscriptions.interest_of(_only(subscriptions)) == in_scopes("blog", "news")

    def test_who_is_subscribed_to_everything_may_change_to_scopes_and_back(self, subscriptions: Subscriptions) -> None:
        """An administrator of the stack becomes one of a scope, and the other way round."""
        subscriptions.subscribe(ADA, EVERYTHING)
        assert subscriptions.interest_of(_only(subscriptions)) == EVERYTHING
        for interest in (in_scopes("shop"), EVERYTHING):
            subscriptions.change(_only(subscriptions), interest)
            assert subscriptions.interest_of(_only(subscriptions)) == interest

    def test_who_is_let_go_is_not_listed(self, subscriptions: Subscriptions) -> None:
        """And what is gone has no scopes, and is let go without a word."""
        subscriptions.subscribe(ADA, in_scopes("shop"))
        gone = _only(subscriptions)
        subscriptions.unsubscribe(gone)
        assert list(subscriptions.list()) == []
        assert subscriptions.interest_of(gone) is None
        subscriptions.change(gone, in_scopes("shop"))
        subscriptions.unsubscribe(gone)
        assert list(subscriptions.list()) == []


def _only(subscriptions: Subscriptions) -> Subscription:
    (found,) = subscriptions.list()
    return found
