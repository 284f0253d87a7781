"""The contract of `ports.notices.Subscriptions`, where addresses confirm at once, as at moto and the emulator."""

from __future__ import annotations

from certkeeper.ports.notices import Subscription, Subscriptions

ADA, OLIVE = "ada@shop.example", "olive@shop.example"


class SubscriptionsContract:
    """Give a fixture `subscriptions`: nobody is subscribed."""

    def test_who_is_subscribed_is_listed_with_their_scopes(self, subscriptions: Subscriptions) -> None:
        """Each address once."""
        subscriptions.subscribe(ADA, {"shop", "blog"})
        subscriptions.subscribe(OLIVE, {"shop"})
        found = {each.address: subscriptions.scopes_of(each) for each in subscriptions.list()}
        assert found == {ADA: frozenset({"shop", "blog"}), OLIVE: frozenset({"shop"})}

    def test_an_address_is_subscribed_once(self, subscriptions: Subscriptions) -> None:
        """Two who put scopes at one moment both ask; whose scopes count then is for the next check to mend."""
        subscriptions.subscribe(ADA, {"shop"})
        subscriptions.subscribe(ADA, {"shop"})
        subscriptions.subscribe(ADA, {"blog"})
        assert [each.address for each in subscriptions.list()] == [ADA]

    def test_scopes_are_changed(self, subscriptions: Subscriptions) -> None:
        """All of them at once."""
        subscriptions.subscribe(ADA, {"shop"})
        subscriptions.change(_only(subscriptions), {"blog", "news"})
        assert subscriptions.scopes_of(_only(subscriptions)) == frozenset({"blog", "news"})

    def test_who_is_let_go_is_not_listed(self, subscriptions: Subscriptions) -> None:
        """And what is gone has no scopes, and is let go without a word."""
        subscriptions.subscribe(ADA, {"shop"})
        gone = _only(subscriptions)
        subscriptions.unsubscribe(gone)
        assert list(subscriptions.list()) == []
        assert subscriptions.scopes_of(gone) is None
        subscriptions.change(gone, {"shop"})
        subscriptions.unsubscribe(gone)
        assert list(subscriptions.list()) == []


def _only(subscriptions: Subscriptions) -> Subscription:
    (found,) = subscriptions.list()
    return found
