"""Sending notices, and the e-mail subscriptions to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from certkeeper.domain.notices.notice import Notice


class Notices(Protocol):
    """The way by which notices reach administrators."""

    def send(self, notice: Notice) -> None:
        """Accept the notice and deliver it, durably: it is retried until it is delivered.

        It is idempotent by the notice's id.
        """


@dataclass(frozen=True, slots=True)
class Subscription:
    """An e-mail address, in lower case, that gets notices.

    `handle` identifies it for changes; it is empty until the owner of the address has confirmed.
    """

    address: str
    handle: str


class Subscriptions(Protocol):
    """The e-mail addresses that get notices."""

    def list(self) -> Sequence[Subscription]:
        """Return all subscriptions, also those that are not confirmed, and those that were not made by Certkeeper."""

    def scopes_of(self, subscription: Subscription) -> frozenset[str] | None:
        """Return the scopes of a confirmed subscription; None where it was made by others, who alone may change it."""

    def subscribe(self, address: str, scopes: Collection[str]) -> None:
        """Send the address a mail that asks it to confirm that it wants the notices of these scopes.

        Raises ConflictError: 'address_refused', and 'subscriptions_exhausted' where the topic can have no more.
        """

    def change(self, subscription: Subscription, scopes: Collection[str]) -> None:
        """Change the scopes of a confirmed subscription to these. Raises ConflictError('subscriptions_exhausted')."""

    def unsubscribe(self, subscription: Subscription) -> None:
        """Delete a confirmed subscription, so that it gets no more notices."""
