"""Administrators who are invited to subscribe: what is known of each, and when one is invited again (ADR 100).

AWS mails each invitation. An invitation that nobody confirms expires after two days (SNS, ConfirmSubscription:
https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html), and SNS then forgets the subscription.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

INVITATION_INTERVALS = (timedelta(days=3), timedelta(days=7))
"""The pauses after the first and the second invitation; each is longer than an invitation is valid."""
MAX_INVITATIONS = len(INVITATION_INTERVALS) + 1
"""The most invitations of one address until it confirms: more would be spam to a stranger with a similar address."""
INVITATION_TIMEOUT = timedelta(minutes=10)
"""After it an invitation that was decided and is not known to be sent is sent: whoever decided it has died.

subscribe_administrators ends after 5 minutes at the latest (its function.yaml).
"""
SETTLED = timedelta(days=30)
"""How long a subscription must have been confirmed before its loss begins a new series of invitations.

A mail scanner that opens every link confirms and unsubscribes within days, so it cannot start one series after another.
"""


class AdministratorState(StrEnum):
    """What the last check has found. INVITING: the invitation is decided, and may not have been sent yet.

    PENDING: invited, not confirmed. CONFIRMED: gets notices. UNANSWERED: no subscription, and no invitation that could
    still be confirmed. REFUSED: SNS does not accept the address.
    """

    INVITING = "inviting"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    UNANSWERED = "unanswered"
    REFUSED = "refused"


class SubscriptionStatus(StrEnum):
    """What SNS says about an address: no subscription, one that waits for its confirmation, or a confirmed one."""

    ABSENT = "absent"
    PENDING = "pending"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Administrator:
    """An e-mail address, in lower case, that the stack or a scope names, and what is known of its subscription.

    `invitations` counts those of the present series, the last at `invited_at`; 0 where Certkeeper has invited nobody,
    because a person made the subscription. `confirmed_at` is when a check first saw the present or last confirmed
    subscription, and `lost_at` when one first missed it; None after it was confirmed again. `revision` counts writes.
    """

    address: str
    state: AdministratorState = AdministratorState.UNANSWERED
    invitations: int = 0
    invited_at: datetime | None = None
    confirmed_at: datetime | None = None
    lost_at: datetime | None = None
    revision: int = 0


def after_check(known: Administrator, found: SubscriptionStatus, now: datetime) -> Administrator:
    """Return an administrator as it is after a check found this at the moment `now`.

    Where it differs from what was known and its state is INVITING, an invitation is to be sent. `revision` stays as it
    is.
    """
    match found:
        case SubscriptionStatus.CONFIRMED:
            since = known.confirmed_at if known.state is AdministratorState.CONFIRMED else now
            return replace(known, state=AdministratorState.CONFIRMED, confirmed_at=since, lost_at=None)
        case SubscriptionStatus.PENDING:
            return replace(
                known,
                state=AdministratorState.PENDING,
                invitations=max(1, known.invitations),
                invited_at=known.invited_at or now,
            )
        case SubscriptionStatus.ABSENT:
            return _after_absence(_without_subscription(known, now), now)


def _without_subscription(known: Administrator, now: datetime) -> Administrator:
    """Return the administrator with the loss noted, where a confirmed subscription is gone."""
    if known.state is not AdministratorState.CONFIRMED:
        return known
    lost = replace(known, state=AdministratorState.UNANSWERED, lost_at=now)
    settled = known.confirmed_at is not None and now - known.confirmed_at >= SETTLED
    return replace(lost, invitations=0, invited_at=None) if settled else lost


def _after_absence(known: Administrator, now: datetime) -> Administrator:
    if known.state is AdministratorState.INVITING and known.invited_at is not None:
        is_given_up = now - known.invited_at >= INVITATION_TIMEOUT
        return replace(known, invited_at=now) if is_given_up else known
    if _is_due(known, now):
        return replace(known, state=AdministratorState.INVITING, invitations=known.invitations + 1, invited_at=now)
    if known.state is AdministratorState.REFUSED:
        return known
    return replace(known, state=AdministratorState.UNANSWERED)


def _is_due(known: Administrator, now: datetime) -> bool:
    """Return whether the next invitation of the series may be sent now."""
    if known.invitations >= MAX_INVITATIONS:
        return False
    if not known.invitations or known.invited_at is None:
        return True
    return now - known.invited_at >= INVITATION_INTERVALS[known.invitations - 1]
