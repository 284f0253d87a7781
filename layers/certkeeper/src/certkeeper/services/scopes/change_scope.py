"""The change of a scope that exists: stored under its revision, and nothing falls outside it unnoticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.errors import LostUpdateError
from certkeeper.domain.scopes import OutsideScopeError, outside

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from certkeeper.domain.scopes import Scope
    from certkeeper.ports.scopes import Scopes
    from certkeeper.services.scopes.checks import ScopeChecks


def require_revision(scope: Scope, if_match: Collection[int] | None) -> None:
    """Check that a scope has one of the revisions in `if_match`, None for any. Raises LostUpdateError."""
    if if_match is not None and scope.revision not in if_match:
        raise LostUpdateError("scope")


def changed(
    before: Scope, after: Scope, *, outside_confirmed: str | None, checks: ScopeChecks, scopes: Scopes, now: datetime
) -> Scope:
    """Store a scope as it shall be `after` a change, ask its new administrators, and return it with its revision.

    `before` is as it was read. Nothing is written where nothing changes. `outside_confirmed` is the digest of the
    certificates with names outside the scope that the caller accepts. Raises RefusedError, LostUpdateError,
    OutsideScopeError, and ConflictError where an address cannot be subscribed; the scope is stored then.
    """
    checks.check(before, after)
    if (before.kind, before.domain) != (after.kind, after.domain):
        _require_confirmed(after, outside_confirmed, scopes, now)
    stored = scopes.replace(after) if after != before else before
    checks.invite(stored)
    return stored


def _require_confirmed(scope: Scope, confirmed: str | None, scopes: Scopes, now: datetime) -> None:
    """Check that the caller has confirmed what falls outside: exactly that, no more and no less."""
    found = outside(scope, scopes.held(scope.name, now))
    if confirmed != (found.digest if found.count else None):
        raise OutsideScopeError(found)
