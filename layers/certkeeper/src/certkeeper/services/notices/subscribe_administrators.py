"""The subscriptions of administrators, changed to what the scopes say: new ones are invited, others removed (ADR 58).

Each run compares the scopes with what SNS has, so that it corrects whatever an earlier run did not finish, or a person
has changed in SNS by hand.
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
"""The most scopes of one address.

SNS allows 150 combinations of values in a filter policy
(https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html).
"""


@dataclass(frozen=True, slots=True)
class SubscriptionChanges:
    """The numbers of subscriptions that were invited, changed and removed; those in `unfinished` failed.

    The next run tries them again. A subscription is named by its handle, and a new one by the scopes of its address, so
    that no address is logged.
    """

    invited: int
    changed: int
    removed: int
    unfinished: tuple[str, ...]


def wanted(scopes: Iterable[Scope]) -> dict[str, set[str]]:
    """Return the scopes of each address, from the administrators of all scopes."""
    found: dict[str, set[str]] = {}
    for scope in scopes:
        for address in scope.administrators:
            found.setdefault(address, set()).add(scope.name)
    return found


def invite_administrators(scope: Scope, *, scopes: Scopes, subscriptions: Subscriptions, on_failure: OnFailure) -> None:
    """Invite the administrators of a scope who get no notices yet. It is idempotent.

    One who cannot be invited does not stop the others. Raises what the first of those raised: ConflictError.
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
    """Change all subscriptions to what the scopes say, one by one, and return how many were changed.

    A subscription that fails does not stop the others. One that is not confirmed cannot be changed or removed: SNS
    deletes it after two days. One that was made by hand, or by the template, stays as it is.
    """
    everybody = wanted(scopes.list())
    listed = subscriptions.list()
    done: Counter[str] = Counter()
    left: list[str] = []
    new = sorted(everybody.keys() - {each.address for each in listed})
    items: list[tuple[str, Callable[[], str]]] = [
        *(
            (each.handle, partial(_update, each, everybody.get(each.address, set()), subscriptions))
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


def _update(subscription: Subscription, scopes: set[str], subscriptions: Subscriptions) -> str:
    present = subscriptions.scopes_of(subscription)
    if present is None or present == scopes:
        return "as it is"
    if scopes:
        subscriptions.change(subscription, scopes)
        return "changed"
    subscriptions.unsubscribe(subscription)
    return "removed"


def _ask(address: str, scopes: set[str], subscriptions: Subscriptions) -> str:
    subscriptions.subscribe(address, scopes)
    return "invited"
