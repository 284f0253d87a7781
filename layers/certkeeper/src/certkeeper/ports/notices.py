"""Notices and who gets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from certkeeper.domain.notices.notice import Notice


class Notices(Protocol):
    """The way to the administrators."""

    def send(self, notice: Notice) -> None:
        """Takes it on: it goes out, however long whoever carries it is in trouble. Twice for one id is once."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """An e-mail address that notices go to, in lower case.

    `handle` is empty until its owner has confirmed: until then nothing of it can be changed.
    """

    address: str
    handle: str


class Subscriptions(Protocol):
    """Who gets notices by e-mail."""

    def list(self) -> Sequence[Subscription]:
        """All of them, also those that are not confirmed yet and those that others have made."""

    def scopes_of(self, subscription: Subscription) -> frozenset[str] | None:
        """The scopes that a confirmed one hears of; None where it was not made here, and is not ours to change."""

    def subscribe(self, address: str, scopes: Collection[str]) -> None:
        """Asks the address to confirm that it wants the notices of these scopes.

        Raises ConflictError: 'address_refused', and 'subscriptions_exhausted' where the topic can have no more.
        """

    def change(self, subscription: Subscription, scopes: Collection[str]) -> None:
        """From now on a confirmed one hears of these scopes. Raises ConflictError('subscriptions_exhausted')."""

    def unsubscribe(self, subscription: Subscription) -> None:
        """A confirmed one hears of nothing any more."""
