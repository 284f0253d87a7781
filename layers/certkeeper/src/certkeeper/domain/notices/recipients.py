"""Whether anybody gets the notices of a scope, or of the stack, as the last check of the subscriptions found it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.notices.administrators import AdministratorState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from certkeeper.domain.notices.administrators import Administrator

CHECK_LIFETIME = timedelta(hours=1)
"""How old a check may be. One runs every 15 minutes, so that three in a row have failed or were missed."""


class RecipientsState(StrEnum):
    """Who gets the notices. CONFIRMED: at least one administrator. OTHERS: only subscribers that nobody named here.

    Certkeeper does not know what those do with a notice, nor which their filters let through. NOBODY: no subscription
    is confirmed. UNKNOWN: there was no check within the last hour, or not yet of a new address.
    """

    CONFIRMED = "confirmed"
    OTHERS = "others"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


RECIPIENTS_LABELS: Mapping[RecipientsState, str] = {
    RecipientsState.CONFIRMED: "administrators",
    RecipientsState.OTHERS: "other subscribers only",
    RecipientsState.NOBODY: "nobody",
    RecipientsState.UNKNOWN: "not known",
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
    """Return the recipients of the notices for which these addresses are named, by the last check."""
    if check.checked_at is None or now - check.checked_at > CHECK_LIFETIME:
        return Recipients(RecipientsState.UNKNOWN, None, None, None, None, check.checked_at)
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
        return RecipientsState.UNKNOWN
    return RecipientsState.OTHERS if others else RecipientsState.NOBODY
