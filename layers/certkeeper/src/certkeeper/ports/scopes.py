"""Scopes, as administrators define them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.scopes import Scope


class Scopes(Protocol):
    """The scopes that administrators have defined. The built-in `all` always exists."""

    def get(self, name: str) -> Scope:
        """Return the scope with this name. Raises NotFoundError('scope')."""

    def put(self, scope: Scope) -> bool:
        """Store the scope, and return whether it is new. An existing one keeps its `created_at`."""

    def list(self) -> tuple[Scope, ...]:
        """Return all scopes by name, the built-in one first."""

    def readable(self, on_failure: Callable[[str, Exception], None]) -> tuple[Scope, ...]:
        """Return those of all scopes that can be read, as `list` does.

        `on_failure` is called with the name of each other one and with the error.
        """
