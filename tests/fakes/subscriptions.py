"""`ports.notices.Subscriptions` in memory; who is asked has confirmed at once, unless a test says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.ports.notices import Subscription

if TYPE_CHECKING:
    from collections.abc import Collection


class FakeSubscriptions:
    """Fulfils `ports.notices.Subscriptions`. `asked` are the addresses that got a mail, in their order."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.unconfirmed: set[str] = set()
        self.held: dict[str, frozenset[str] | None] = {}

    def list(self) -> tuple[Subscription, ...]:
        """See `Subscriptions.list`."""
        return tuple(Subscription(each, "" if each in self.unconfirmed else f"arn:{each}") for each in self.held)

    def scopes_of(self, subscription: Subscription) -> frozenset[str] | None:
        """See `Subscriptions.scopes_of`."""
        return self.held.get(subscription.address)

    def subscribe(self, address: str, scopes: Collection[str]) -> None:
        """See `Subscriptions.subscribe`."""
        if address not in self.held:
            self.asked.append(address)
            self.held[address] = frozenset(scopes)

    def change(self, subscription: Subscription, scopes: Collection[str]) -> None:
        """See `Subscriptions.change`."""
        if subscription.address in self.held:
            self.held[subscription.address] = frozenset(scopes)

    def unsubscribe(self, subscription: Subscription) -> None:
        """See `Subscriptions.unsubscribe`."""
        self.held.pop(subscription.address, None)
