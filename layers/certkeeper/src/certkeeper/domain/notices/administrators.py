"""Administrators: what each is notified about, when one is invited to subscribe, and who gets notices (ADR 100).

AWS mails each invitation. An invitation that nobody confirms expires after two days (SNS, ConfirmSubscription:
https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html), and SNS then forgets the subscription.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from certkeeper.domain.scopes import Scope

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
CHECK_LIFETIME = timedelta(hours=1)
"""How old a check may be. One runs every 15 minutes, so that three in a row have failed or were missed."""


@dataclass(frozen=True, slots=True)
class Interest:
    """The scopes whose notices an address gets; None for those of all scopes, and the alarms of the stack."""

    scopes: frozenset[str] | None

    def __or__(self, other: Interest) -> Interest:
        """Return the interest of who is notified about what either says."""
        if self.scopes is None or other.scopes is None:
            return EVERYTHING
        return Interest(self.scopes | other.scopes)


EVERYTHING = Interest(None)


def interests(scopes: Iterable[Scope], stack_administrators: Collection[str]) -> dict[str, Interest]:
    """Return what each address is notified about, from the administrators of the stack and of all scopes.

    Whoever is an administrator of the stack is notified about everything, and has one subscription for it.
    """
    found = dict.fromkeys(stack_administrators, EVERYTHING)
    for scope in scopes:
        own = Interest(frozenset({scope.name}))
        for address in scope.administrators:
            found[address] = found[address] | own if address in found else own
    return found


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


class RecipientsState(StrEnum):
    """Who gets the notices. CONFIRMED: at least one administrator. OTHERS: only subscribers that nobody named here.

    Certkeeper does not know what those do with a notice, nor which their filters let through. NOBODY: no subscription
    is confirmed. NOT_CHECKED: there was no check within the last hour, or not yet of a new address.
    """

    CONFIRMED = "confirmed"
    OTHERS = "others"
    NOBODY = "nobody"
    NOT_CHECKED = "not_checked"


RECIPIENTS_LABELS: Mapping[RecipientsState, str] = {
    RecipientsState.CONFIRMED: "administrators",
    RecipientsState.OTHERS: "other subscribers only",
    RecipientsState.NOBODY: "nobody",
    RecipientsState.NOT_CHECKED: "not known",
}
"""What a person reads as the recipients of a scope's notices."""


@dataclass(frozen=True, slots=True)
class SubscriptionCheck:
    """The last check of the subscriptions that has ended, and the administrators by address as it left them.

    `checked_at` is None before the first one. `others` counts confirmed subscriptions of programs, and of addresses
    that neither the stack nor a scope names.
    """

    checked_at: datetime | None = None
    others: int = 0
    administrators: Mapping[str, Administrator] | None = None


@dataclass(frozen=True, slots=True)
class Recipients:
    """The recipients of notices: how many addresses are confirmed, have not confirmed yet, or were and are no more.

    The numbers are None where the state is not known. `others` counts the subscriptions that nobody named.
    """

    state: RecipientsState
    confirmed: int | None
    pending: int | None
    lost: int | None
    others: int | None
    checked_at: datetime | None


def recipients_of(addresses: Collection[str], check: SubscriptionCheck, now: datetime) -> Recipients:
    """Return the recipients of the notices for which these addresses are named, by the last check, as of `now`."""
    if check.checked_at is None or now - check.checked_at > CHECK_LIFETIME:
        return Recipients(RecipientsState.NOT_CHECKED, None, None, None, None, check.checked_at)
    known = check.administrators or {}
    named = [known.get(address) for address in dict.fromkeys(addresses)]
    confirmed = sum(each is not None and each.state is AdministratorState.CONFIRMED for each in named)
    lost = sum(each is not None and each.lost_at is not None for each in named)
    return Recipients(
        _state(confirmed, check.others, new=None in named),
        confirmed,
        len(named) - confirmed - lost,
        lost,
        check.others,
        check.checked_at,
    )


def _state(confirmed: int, others: int, *, new: bool) -> RecipientsState:
    """Return the state from the numbers of subscriptions; `new` says that an address was not checked yet."""
    if confirmed:
        return RecipientsState.CONFIRMED
    if new:
        return RecipientsState.NOT_CHECKED
    return RecipientsState.OTHERS if others else RecipientsState.NOBODY
