"""Scopes, as administrators define them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from certkeeper.domain.scopes import HeldCertificate, Scope


class Scopes(Protocol):
    """The scopes that administrators have defined. The built-in `all` always exists."""

    def get(self, name: str) -> Scope:
        """Return the scope with this name. Raises NotFoundError('scope')."""

    def create(self, scope: Scope) -> Scope | None:
        """Store a scope that does not exist, and return it with its revision; return None if it exists.

        A scope of the same name that was deleted is no obstacle, and the new one has none of its revisions.
        """

    def replace(self, scope: Scope) -> Scope:
        """Store the scope if its revision is still the stored one, and return it with the next; `created_at` stays.

        Raises LostUpdateError.
        """

    def held(self, name: str, now: datetime) -> Iterable[HeldCertificate]:
        """Return the certificates that are in the scope of this name at `now`, read consistently.

        Deleted ones are among them as long as they can be restored. A running order has a certificate: one that is
        pending, or the one that it renews, which cannot be deleted meanwhile.
        """

    def close(self, scope: Scope, now: datetime) -> Scope:
        """Let nothing new into the scope from `now`, if its revision is still the stored one; return it with the next.

        Every certificate that a request places, uploads or restores there from then on is refused, for at most 10
        minutes: a process that has not finished by then has died. Raises LostUpdateError.
        """

    def reopen(self, scope: Scope) -> None:
        """Let certificates into the scope again, which `close` returned. Nothing happens if it was changed since."""

    def delete(self, scope: Scope, now: datetime) -> None:
        """Delete the scope at `now`, if its revision is still the stored one. Raises LostUpdateError.

        No certificate can be placed, uploaded or restored there afterwards, unless a scope of this name is created.
        """

    def list(self) -> tuple[Scope, ...]:
        """Return all scopes by name, the built-in one first."""

    def readable(self, on_failure: Callable[[str, Exception], None]) -> tuple[Scope, ...]:
        """Return those of all scopes that can be read, as `list` does.

        `on_failure` is called with the name of each other one and with the error.
        """
