"""`ports.notices.Subscriptions` in memory; who is asked has confirmed at once, unless a test says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.ports.notices import Subscription

if TYPE_CHECKING:
    from certkeeper.domain.notices.administrators import Interest


class FakeSubscriptions:
    """Fulfils `ports.notices.Subscriptions`. `asked` are the addresses that got a mail, in their order.

    `programs` is how many programs are subscribed. With `confirming` off, who is asked does not confirm.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.unconfirmed: set[str] = set()
        self.held: dict[str, Interest | None] = {}
        self.programs = 0
        self.confirming = True

    def list(self) -> tuple[Subscription, ...]:
        """See `Subscriptions.list`."""
        people = [Subscription(each, "" if each in self.unconfirmed else f"arn:{each}") for each in self.held]
        return (*people, *(Subscription("", f"arn:{number}") for number in range(self.programs)))

    def interest_of(self, subscription: Subscription) -> Interest | None:
        """See `Subscriptions.interest_of`."""
        return self.held.get(subscription.address)

    def subscribe(self, address: str, interest: Interest) -> None:
        """See `Subscriptions.subscribe`. A second invitation of one who has not confirmed is a second mail."""
        if address not in self.held or address in self.unconfirmed:
            self.asked.append(address)
            self.held[address] = interest
            if not self.confirming:
                self.unconfirmed.add(address)

    def change(self, subscription: Subscription, interest: Interest) -> None:
        """See `Subscriptions.change`."""
        if subscription.address in self.held:
            self.held[subscription.address] = interest

    def unsubscribe(self, subscription: Subscription) -> None:
        """See `Subscriptions.unsubscribe`."""
        self.held.pop(subscription.address, None)

    def confirm(self, address: str) -> None:
        """Let the owner of the address open the link, if there is one."""
        self.unconfirmed.discard(address)

    def drop(self, address: str) -> None:
        """Let a subscription go: the invitation expires, or somebody opens the link that unsubscribes."""
        self.held.pop(address, None)
        self.unconfirmed.discard(address)
