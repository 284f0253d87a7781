"""The subscriptions of administrators, changed to what the stack and the scopes say (ADR 58 and 100).

Each run compares those with what SNS has and with what is known of each address, so that it corrects whatever an
earlier run did not finish, or a person has changed in SNS by hand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from certkeeper.domain.errors import ConflictError
from certkeeper.domain.notices.administrators import (
    EVERYTHING,
    Administrator,
    AdministratorState,
    Interest,
    SubscriptionStatus,
    after_check,
    interests,
)
from certkeeper.services.batches import attempt, attempt_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from certkeeper.domain.scopes import Scope
    from certkeeper.ports.notices import Administrators, Subscription, Subscriptions
    from certkeeper.ports.scopes import Scopes
    from certkeeper.services.batches import OnFailure

MAX_SCOPES = 150
"""The most scopes of one address.

SNS allows 150 combinations of values in a filter policy
(https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html).
"""


@dataclass(frozen=True, slots=True)
class SubscriptionChanges:
    """The numbers of subscriptions that were invited, changed and removed, and that are gone; `unfinished` failed.

    The next run tries those again. A subscription is named by its handle, and a new one by the scopes of its address,
    so that no address is logged; a scope that cannot be read is named, too.
    """

    invited: int
    changed: int
    removed: int
    lost: int
    unfinished: tuple[str, ...]


def invite_administrators(
    scope: Scope,
    *,
    scopes: Scopes,
    subscriptions: Subscriptions,
    on_failure: OnFailure,
) -> None:
    """Invite the administrators of a scope who have no subscription, whatever is known of them. It is idempotent.

    A person has asked for it by storing the scope, so this invitation is not counted before the next run sees it. One
    who cannot be invited does not stop the others. An administrator of the stack is invited for the scopes, too: by the
    filter the next run knows whose the subscription is, and widens it. Raises what the first of those that could not be
    invited raised: ConflictError.
    """
    if not scope.administrators:
        return
    subscribed = {subscription.address for subscription in subscriptions.list()}
    wanted = interests([*scopes.readable(on_failure), scope], ())
    asking = [
        (
            f"administrator {position} of {scope.name}",
            partial(subscriptions.subscribe, address, wanted[address]),
        )
        for position, address in enumerate(scope.administrators)
        if address not in subscribed
    ]
    for error in attempt_all(asking, on_failure).values():
        raise error


def subscribe_administrators(
    *,
    stack_administrators: Collection[str],
    scopes: Scopes,
    subscriptions: Subscriptions,
    administrators: Administrators,
    on_failure: OnFailure,
    now: datetime,
) -> SubscriptionChanges:
    """Change all subscriptions to what the stack and the scopes say, one by one, and return how many were changed.

    An address that fails does not stop the others, and a scope that cannot be read takes nothing away from anybody. One
    that is not confirmed cannot be changed or removed: SNS deletes it after two days. What was made by hand stays as it
    is. The check is noted where every address was, so that nothing old is shown as new.
    """
    unreadable: list[str] = []

    def note(name: str, error: Exception) -> None:
        unreadable.append(f"scope {name}")
        on_failure(f"scope {name}", error)

    wanted = interests(scopes.readable(note), stack_administrators)
    listed = subscriptions.list()
    known = administrators.read().administrators or {}
    run = _Run(now, subscriptions, administrators, complete=not unreadable)
    by_address = _by_address(listed)
    run.others = sum(bool(each.handle) for each in by_address.pop("", ()))
    failed: list[str] = []
    for address in sorted({*wanted, *known, *by_address}):
        named = _Address(address, wanted.get(address), known.get(address), tuple(by_address.get(address, ())))
        if attempt(named.item_id, partial(run.correct, named), on_failure) is None:
            failed.append(named.item_id)
    if run.noted >= wanted.keys():
        administrators.note_check(now, run.others)
    done = run.done
    return SubscriptionChanges(done["invited"], done["changed"], done["removed"], done["lost"], (*unreadable, *failed))


def _by_address(listed: Iterable[Subscription]) -> dict[str, list[Subscription]]:
    """Return the subscriptions of each address: usually one, more where a person typed it in another case."""
    found: dict[str, list[Subscription]] = {}
    for each in listed:
        found.setdefault(each.address, []).append(each)
    return found


@dataclass(frozen=True, slots=True)
class _Address:
    """An address with what it is wanted for, what is known of it, and its subscriptions. None is for "nothing"."""

    address: str
    wanted: Interest | None
    known: Administrator | None
    subscriptions: tuple[Subscription, ...]

    @property
    def item_id(self) -> str:
        """What the log calls it: never the address."""
        if self.confirmed:
            return self.confirmed[0].handle
        if self.wanted is None:
            return "an address that nothing names any more"
        return f"new in {', '.join(sorted(self.wanted.scopes)) if self.wanted.scopes else 'the stack'}"

    @property
    def confirmed(self) -> tuple[Subscription, ...]:
        """The confirmed ones of the subscriptions."""
        return tuple(each for each in self.subscriptions if each.handle)

    @property
    def status(self) -> SubscriptionStatus:
        """What SNS says about the address."""
        if self.confirmed:
            return SubscriptionStatus.CONFIRMED
        return SubscriptionStatus.PENDING if self.subscriptions else SubscriptionStatus.ABSENT

    @property
    def is_invited(self) -> bool:
        """Whether Certkeeper has invited the address, so that a subscription without a filter is its own."""
        return self.known is not None and self.known.invitations > 0


@dataclass(slots=True)
class _Run:
    """One run. `complete` says that all scopes could be read: else nothing is taken away from anybody.

    `done` counts what was done, and `noted` has the addresses of which is stored what was found. `others` counts the
    confirmed subscriptions that neither the stack nor a scope names.
    """

    now: datetime
    subscriptions: Subscriptions
    administrators: Administrators
    complete: bool
    done: Counter[str] = field(default_factory=Counter)
    noted: set[str] = field(default_factory=set)
    others: int = 0

    def correct(self, one: _Address) -> bool:
        """Store what was found about an address, then change its subscriptions to what is wanted. Return True."""
        if one.wanted is None:
            self._remove(one)
            return True
        before = one.known or Administrator(one.address)
        after = after_check(before, one.status, self.now)
        stored = after if after == one.known else self.administrators.save(after)
        self.noted.add(one.address)
        if stored is None:  # another run has written it, and does what is to be done
            return True
        self.done["lost"] += after.lost_at is not None and before.lost_at is None
        for subscription in one.confirmed:
            self._change(subscription, stored, one.wanted)
        if stored.state is AdministratorState.INVITING and after != one.known:
            self._invite(stored, one.wanted)
        return True

    def _change(self, subscription: Subscription, administrator: Administrator, wanted: Interest) -> None:
        """Change what a confirmed subscription selects, if Certkeeper has made it.

        One that put_scope has made is counted as invited first: without a filter, nothing else would say whose it is.
        """
        present = self.subscriptions.interest_of(subscription)
        if present is None or (present == EVERYTHING and not administrator.invitations):
            return
        if not administrator.invitations and not self.administrators.save(replace(administrator, invitations=1)):
            return
        target = wanted if self.complete else wanted | present
        if present != target:
            self.subscriptions.change(subscription, target)
            self.done["changed"] += 1

    def _invite(self, administrator: Administrator, wanted: Interest) -> None:
        """Send the invitation that was counted before. If it fails, a later run sends it, unless SNS refuses it."""
        try:
            self.subscriptions.subscribe(administrator.address, wanted)
        except ConflictError as error:
            if error.code == "address_refused":
                self.administrators.save(replace(administrator, state=AdministratorState.REFUSED))
            raise
        self.administrators.save(replace(administrator, state=AdministratorState.PENDING))
        self.done["invited"] += 1

    def _remove(self, one: _Address) -> None:
        """Remove what Certkeeper has made for an address that nothing names, and forget it once nothing is left.

        One that is pending may still be confirmed, and is kept in mind until then.
        """
        if not self.complete:
            self.others += len(one.confirmed)
            return
        for subscription in one.confirmed:
            present = self.subscriptions.interest_of(subscription)
            if present is None or (present == EVERYTHING and not one.is_invited):
                self.others += 1
            else:
                self.subscriptions.unsubscribe(subscription)
                self.done["removed"] += 1
        if one.known is not None and one.status is not SubscriptionStatus.PENDING:
            self.administrators.forget(one.known)
