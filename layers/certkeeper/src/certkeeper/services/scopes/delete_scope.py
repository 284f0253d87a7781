"""The deletion of a scope that has no certificates (ADR 107).

Its certificates are read twice: before the scope is closed, so that a refusal changes nothing, and after it, when none
can come any more. Whatever request has read the scope before finds it closed when it brings a certificate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.errors import RefusedError
from certkeeper.domain.scopes import MAX_LISTED, ScopeInUseError, scope_name_violation
from certkeeper.services.scopes.change_scope import require_revision

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from certkeeper.domain.scopes import Scope
    from certkeeper.ports.scopes import Scopes


def delete_scope(name: str, *, if_match: Collection[int] | None, scopes: Scopes, now: datetime) -> Scope:
    """Delete a scope, and return it as it was.

    Its administrators are let go by the next check of the subscriptions, since nothing names them any more. What is
    stored of its orders and of certificates that are gone for good stays. Raises NotFoundError, RefusedError for the
    built-in one, LostUpdateError where it has none of the revisions in `if_match` or is changed meanwhile, and
    ScopeInUseError.
    """
    scope = scopes.get(name)
    if violation := scope_name_violation(name):
        raise RefusedError([violation])
    require_revision(scope, if_match)
    _require_empty(scope, scopes, now)
    closed = scopes.close(scope, now)
    try:
        _require_empty(scope, scopes, now)
    except ScopeInUseError:
        scopes.reopen(closed)
        raise
    scopes.delete(closed, now)
    return scope


def _require_empty(scope: Scope, scopes: Scopes, now: datetime) -> None:
    if held := list(scopes.held(scope.name, now)):
        raise ScopeInUseError(len(held), held[:MAX_LISTED])
