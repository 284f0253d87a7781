"""Administrators' subscriptions, brought to what the scopes say: whoever is new is asked, whoever has gone is let go.

The scopes are what is wanted, SNS is what is there. Each run looks at both, so that it does not matter what the run
before has managed, and what a person does at SNS by hand is seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertkeeperError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from certkeeper.domain.scopes import Scope
    from certkeeper.ports.notices import Subscription, Subscriptions
    from certkeeper.ports.scopes import Scopes

    Deed = Callable[[], None]

MOST_SCOPES = 150
"""SNS allows a filter policy 150 combinations of values."""


@dataclass(frozen=True, slots=True)
class Subscribing:
    """How many were asked, changed and let go; those in `left` could not be, and are tried again next time."""

    asked: int
    changed: int
    let_go: int
    left: tuple[str, ...]


def wanted(scopes: Iterable[Scope]) -> dict[str, set[str]]:
    """The scopes of each address."""
    found: dict[str, set[str]] = {}
    for scope in scopes:
        for address in scope.administrators:
            found.setdefault(address, set()).add(scope.name)
    return found


def ask_administrators(scope: Scope, *, scopes: Scopes, subscriptions: Subscriptions) -> None:
    """Asks those of a scope who get no notices at all yet. Raises ConflictError; a repeat asks nobody twice."""
    if not scope.administrators:
        return
    known = {subscription.address for subscription in subscriptions.list()}
    everybody = wanted(scopes.list())
    for address in scope.administrators:
        if address not in known:
            subscriptions.subscribe(address, everybody.get(address, {scope.name}))


def subscribe_administrators(*, scopes: Scopes, subscriptions: Subscriptions) -> Subscribing:
    """Brings all to what is wanted, one by one: what cannot be done keeps nothing else from it.

    One that is not confirmed yet cannot be changed or let go: it waits, and SNS forgets it after two days. One that
    was made by hand, or by the template, stays as it is.
    """
    everybody = wanted(scopes.list())
    done = {"ask": 0, "change": 0, "let go": 0}
    left: list[str] = []
    for kind, deed in _deeds(everybody, subscriptions):
        try:
            deed()
        except CertkeeperError:
            left.append(kind)
        else:
            done[kind] += 1
    return Subscribing(done["ask"], done["change"], done["let go"], tuple(left))


def _deeds(everybody: dict[str, set[str]], subscriptions: Subscriptions) -> Iterator[tuple[str, Deed]]:
    listed = subscriptions.list()
    for subscription in listed:
        if subscription.handle:
            yield from _brought_to(subscription, everybody.get(subscription.address, set()), subscriptions)
    for address in everybody.keys() - {subscription.address for subscription in listed}:
        yield "ask", _asking(subscriptions, address, everybody[address])


def _brought_to(
    subscription: Subscription, scopes: set[str], subscriptions: Subscriptions
) -> Iterator[tuple[str, Deed]]:
    held = subscriptions.scopes_of(subscription)
    if held is None or held == scopes:
        return
    if scopes:
        yield "change", lambda: subscriptions.change(subscription, scopes)
    else:
        yield "let go", lambda: subscriptions.unsubscribe(subscription)


def _asking(subscriptions: Subscriptions, address: str, scopes: set[str]) -> Deed:
    return lambda: subscriptions.subscribe(address, scopes)
