"""`ports.scopes.Scopes` in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import LostUpdateError, NotFoundError
from certkeeper.domain.scopes import BUILT_IN, HeldCertificate
from tests.fakes.rows.table import FakeTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.scopes import Scope


class FakeScopes:
    """Fulfils `ports.scopes.Scopes`; give it the table of `FakeCertificates` where a test needs both.

    Reading the rows of the scopes named in `spoiled` raises `error`.
    """

    def __init__(self, *scopes: Scope, table: FakeTable | None = None) -> None:
        self._scopes = {scope.name: scope for scope in scopes}
        self._last_revisions: dict[str, int] = {}
        self.table = table or FakeTable()
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

    def create(self, scope: Scope) -> Scope | None:
        """See `Scopes.create`."""
        if scope.name in self._scopes:
            return None
        revision = self._last_revisions.get(scope.name, 0) + 1
        self.table.deleted_scopes.discard(scope.name)
        self._scopes[scope.name] = created = replace(scope, revision=revision)
        return created

    def replace(self, scope: Scope) -> Scope:
        """See `Scopes.replace`."""
        following = self._next(scope)
        self.table.closed_scopes.pop(scope.name, None)
        return following

    def held(self, name: str, now: datetime) -> list[HeldCertificate]:
        """See `Scopes.held`."""
        return [
            HeldCertificate(each.certificate_id, each.name, each.names)
            for each in self.table.certificates.values()
            if each.scope == name and (each.deleted_at is None or each.recoverable(now))
        ]

    def close(self, scope: Scope, now: datetime) -> Scope:
        """See `Scopes.close`."""
        closed = self._next(scope)
        self.table.closed_scopes[scope.name] = now
        return closed

    def reopen(self, scope: Scope) -> None:
        """See `Scopes.reopen`."""
        if self._scopes.get(scope.name) == scope:
            self.replace(scope)

    def delete(self, scope: Scope, now: datetime) -> None:  # noqa: ARG002 - the row says when
        """See `Scopes.delete`."""
        self._last_revisions[scope.name] = self._next(scope).revision
        self.table.deleted_scopes.add(scope.name)
        self.table.closed_scopes.pop(scope.name, None)
        del self._scopes[scope.name]

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

    def _next(self, scope: Scope) -> Scope:
        stored = self._scopes.get(scope.name)
        if stored is None or stored.revision != scope.revision:
            raise LostUpdateError("scope")
        self._scopes[scope.name] = following = replace(scope, revision=scope.revision + 1, created_at=stored.created_at)
        return following
