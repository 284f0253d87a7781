"""What each administrator is notified about: all scopes and alarms, or the scopes that name the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from certkeeper.domain.scopes import Scope


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
