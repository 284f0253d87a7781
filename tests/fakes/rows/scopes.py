"""`ports.scopes.Scopes` in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.scopes import BUILT_IN

if TYPE_CHECKING:
    from certkeeper.domain.scopes import Scope


class FakeScopes:
    """Fulfils `ports.scopes.Scopes`."""

    def __init__(self, *scopes: Scope) -> None:
        self._scopes = {scope.name: scope for scope in scopes}

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
        return (BUILT_IN, *(self._scopes[name] for name in sorted(self._scopes)))
