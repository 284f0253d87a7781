"""Scopes: who may have certificates for which names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from certkeeper.domain.scopes import Scope


class Scopes(Protocol):
    """The scopes that administrators have put. The built-in `all` is always there."""

    def get(self, name: str) -> Scope:
        """Raises NotFoundError('scope')."""

    def put(self, scope: Scope) -> bool:
        """Stores or replaces; True where it is new. `created_at` of an existing one is kept."""

    def list(self) -> tuple[Scope, ...]:
        """All of them by name, the built-in one first."""
