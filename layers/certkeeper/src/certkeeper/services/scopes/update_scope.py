"""The change of some fields of a scope: a merge patch, as for certificates (ADR 46 and 107)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.errors import RefusedError
from certkeeper.domain.notices.email_addresses import folded
from certkeeper.domain.scopes import ScopeKind, scope_name_violation
from certkeeper.services.scopes.change_scope import changed, require_revision

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from certkeeper.domain.scopes import Scope
    from certkeeper.ports.scopes import Scopes
    from certkeeper.services.scopes.checks import ScopeChecks


@dataclass(frozen=True, slots=True)
class ScopeChanges:
    """The request to change a scope: `changes` by the names of the API, with None for the default (RFC 7396).

    `if_match` are the revisions that the caller allows, None for any. `outside_confirmed` is the digest of the
    certificates that may fall outside the scope.
    """

    name: str
    changes: Mapping[str, Any]
    if_match: Collection[int] | None
    outside_confirmed: str | None = None


def update_scope(request: ScopeChanges, *, scopes: Scopes, checks: ScopeChecks, now: datetime) -> Scope:
    """Change the scope of a request, ask its new administrators, and return it as it is then.

    Nothing is written where nothing changes. Raises NotFoundError, RefusedError, LostUpdateError, OutsideScopeError,
    and ConflictError where an address cannot be subscribed; the scope is stored then.
    """
    before = scopes.get(request.name)
    if violation := scope_name_violation(request.name):
        raise RefusedError([violation])
    require_revision(before, request.if_match)
    after = replace(before, **_fields(request.changes, checks))
    return changed(before, after, outside_confirmed=request.outside_confirmed, checks=checks, scopes=scopes, now=now)


def _fields(changes: Mapping[str, Any], checks: ScopeChecks) -> dict[str, Any]:
    """Return the fields of a scope that the changes set, each as it is stored. Raises RefusedError."""
    stored: dict[str, Callable[[Any], Any]] = {
        "kind": ScopeKind,
        "domain": checks.domain,
        "solver": lambda value: Solver(value or DEFAULT_SOLVER),
        "profile": lambda value: value or "",
        "administrators": lambda value: folded(value or ()),
        "notices_enabled": lambda value: value,
        "notice_days": lambda value: tuple(value or ()),
    }
    return {name: stored[name](value) for name, value in changes.items()}
