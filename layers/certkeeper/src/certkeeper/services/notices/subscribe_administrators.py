"""Administrators' subscriptions, brought to what the scopes say: whoever is new is asked, whoever has gone is let go.

The scopes are what is wanted, SNS is what is there. Each run looks at both, so that it does not matter what the run
before has managed, and what a person does at SNS by hand is seen.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from certkeeper.services.batches import attempt, attempt_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from certkeeper.domain.scopes import Scope
    from certkeeper.ports.notices import Subscription, Subscriptions
    from certkeeper.ports.scopes import Scopes
    from certkeeper.services.batches import OnFailure

MAX_SCOPES = 150
"""SNS allows a filter policy 150 combinations of values."""


@dataclass(frozen=True, slots=True)
class SubscriptionChanges:
    """How many were asked, changed and let go; those in `left` could not be looked at or brought there.

    They are tried again next time. A subscription is called by its handle, and one that is not there yet by the scopes
    of its address: no address is logged.
    """

    invited: int
    changed: int
    removed: int
    unfinished: tuple[str, ...]


def wanted(scopes: Iterable[Scope]) -> dict[str, set[str]]:
    """The scopes of each address."""
    found: dict[str, set[str]] = {}
    for scope in scopes:
        for address in scope.administrators:
            found.setdefault(address, set()).add(scope.name)
    return found


def invite_administrators(scope: Scope, *, scopes: Scopes, subscriptions: Subscriptions, on_failure: OnFailure) -> None:
    """Asks those of a scope who get no notices at all yet; a repeat asks nobody twice.

    One who cannot be asked keeps none of the others from it. Raises what the first of those raised: ConflictError.
    """
    if not scope.administrators:
        return
    known = {subscription.address for subscription in subscriptions.list()}
    everybody = wanted(scopes.list())
    asking = [
        (
            f"administrator {position} of {scope.name}",
            partial(subscriptions.subscribe, address, everybody.get(address, {scope.name})),
        )
        for position, address in enumerate(scope.administrators)
        if address not in known
    ]
    for error in attempt_all(asking, on_failure).values():
        raise error


def subscribe_administrators(
    *, scopes: Scopes, subscriptions: Subscriptions, on_failure: OnFailure
) -> SubscriptionChanges:
    """Brings all to what is wanted, one by one: whatever one of them raises keeps nothing from the others.

    One that is not confirmed yet cannot be changed or let go: it waits, and SNS forgets it after two days. One that
    was made by hand, or by the template, stays as it is.
    """
    everybody = wanted(scopes.list())
    listed = subscriptions.list()
    done: Counter[str] = Counter()
    left: list[str] = []
    new = sorted(everybody.keys() - {each.address for each in listed})
    items: list[tuple[str, Callable[[], str]]] = [
        *(
            (each.handle, partial(_bring, each, everybody.get(each.address, set()), subscriptions))
            for each in listed
            if each.handle
        ),
        *(
            (
                f"new in {', '.join(sorted(everybody[address]))}",
                partial(_ask, address, everybody[address], subscriptions),
            )
            for address in new
        ),
    ]
    for item_id, bring in items:
        became = attempt(item_id, bring, on_failure)
        if became is None:
            left.append(item_id)
        else:
            done[became] += 1
    return SubscriptionChanges(done["invited"], done["changed"], done["removed"], tuple(left))


def _bring(subscription: Subscription, scopes: set[str], subscriptions: Subscriptions) -> str:
    held = subscriptions.scopes_of(subscription)
    if held is None or held == scopes:
        return "as it is"
    if scopes:
        subscriptions.change(subscription, scopes)
        return "changed"
    subscriptions.unsubscribe(subscription)
    return "removed"


def _ask(address: str, scopes: set[str], subscriptions: Subscriptions) -> str:
    subscriptions.subscribe(address, scopes)
    return "invited"
