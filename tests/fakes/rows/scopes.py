"""`ports.scopes.Scopes` in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.scopes import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.scopes import Scope


class FakeScopes:
    """Fulfils `ports.scopes.Scopes`. Reading the rows of the scopes named in `spoiled` raises `error`."""

    def __init__(self, *scopes: Scope) -> None:
        self._scopes = {scope.name: scope for scope in scopes}
        self.spoiled: set[str] = set()
        self.error: Exception = KeyError("kind")

    def get(self, name: str) -> Scope:
        """See `Scopes.get`."""
        if name == BUILT_IN.name:
            return BUILT_IN
        try:
            return self._scopes[name]
        except KeyError:
            raise NotFoundError("scope") from None

    def put(self, scope: Scope) -> bool:
        """See `Scopes.put`."""
        before = self._scopes.get(scope.name)
        self._scopes[scope.name] = replace(scope, created_at=before.created_at) if before else scope
        return before is None

    def list(self) -> tuple[Scope, ...]:
        """See `Scopes.list`."""

        def fail(_name: str, error: Exception) -> None:
            raise error

        return self.readable(fail)

    def readable(self, on_failure: Callable[[str, Exception], None]) -> tuple[Scope, ...]:
        """See `Scopes.readable`."""
        for name in sorted(self.spoiled):
            on_failure(name, self.error)
        return (BUILT_IN, *(self._scopes[name] for name in sorted(self._scopes) if name not in self.spoiled))
