"""Sending notices, the subscriptions to them, and what is known of administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.notices.administrators import Administrator, Interest, SubscriptionCheck
    from certkeeper.domain.notices.notice import Notice


class Notices(Protocol):
    """The way by which notices reach administrators."""

    def send(self, notice: Notice) -> None:
        """Accept the notice and deliver it, durably: it is retried until it is delivered.

        It is idempotent by the notice's id.
        """


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription to notices: of an e-mail address, in lower case, or of a program, whose `address` is empty.

    `handle` identifies it for changes; it is empty until the subscriber has confirmed.
    """

    address: str
    handle: str


class Subscriptions(Protocol):
    """The subscriptions to notices."""

    def list(self) -> Sequence[Subscription]:
        """Return all subscriptions, also those that are not confirmed, and those that were not made by Certkeeper."""

    def interest_of(self, subscription: Subscription) -> Interest | None:
        """Return what a confirmed subscription selects; None where it is gone, or where a person chose a selection."""

    def subscribe(self, address: str, interest: Interest) -> None:
        """Send the address a mail that asks it to confirm that it wants the notices of this interest.

        Raises ConflictError: 'address_refused', and 'subscriptions_exhausted' where the topic can have no more.
        """

    def change(self, subscription: Subscription, interest: Interest) -> None:
        """Change a confirmed subscription to this interest. Raises ConflictError('subscriptions_exhausted')."""

    def unsubscribe(self, subscription: Subscription) -> None:
        """Delete a confirmed subscription, so that it gets no more notices."""


class Administrators(Protocol):
    """What is known of each administrator, and the last check of their subscriptions."""

    def read(self) -> SubscriptionCheck:
        """Return the last check, with all administrators by their addresses."""

    def save(self, administrator: Administrator) -> Administrator | None:
        """Store an administrator if its revision is still the stored one, and return it with its next revision.

        None if another process has written it meanwhile. An administrator of revision 0 is new.
        """

    def forget(self, administrator: Administrator) -> None:
        """Delete an administrator if its revision is still the stored one; else nothing happens."""

    def note_check(self, now: datetime, others: int) -> None:
        """Store that a check ended at `now`; it found `others` subscriptions that nobody named."""
