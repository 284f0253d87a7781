"""The definition of a scope: a new one, or another definition in the place of one whose ETag the caller knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.errors import LostUpdateError, NotFoundError, RefusedError, ScopeExistsError
from certkeeper.domain.notices.email_addresses import folded
from certkeeper.domain.scopes import Scope, scope_name_violation
from certkeeper.services.scopes.change_scope import changed, require_revision

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from certkeeper.domain.scopes import ScopeKind
    from certkeeper.ports.scopes import Scopes
    from certkeeper.services.scopes.checks import ScopeChecks


@dataclass(frozen=True, slots=True)
class ScopeRequest:
    """The scope that is defined: a domain with all names below it, or one host name.

    `solver` sets the TXT records of orders that name none, and `profile` is the CA's for them. `administrators` are
    e-mail addresses. `notices_enabled` None and `notice_days` empty take the stack's values.

    `replaces` if the caller means a scope that exists: one of the revisions in `if_match`, None for any. `only_new` if
    none that exists may be replaced. `outside_confirmed` is the digest of the certificates that may fall outside it.
    """

    name: str
    kind: ScopeKind
    domain: str
    solver: Solver = DEFAULT_SOLVER
    profile: str = ""
    administrators: tuple[str, ...] = ()
    notices_enabled: bool | None = None
    notice_days: tuple[int, ...] = ()
    replaces: bool = False
    if_match: Collection[int] | None = None
    only_new: bool = False
    outside_confirmed: str | None = None


def put_scope(request: ScopeRequest, *, scopes: Scopes, checks: ScopeChecks, now: datetime) -> tuple[Scope, bool]:
    """Store the scope of a request, then ask its new administrators; return it, and whether it is new.

    A repeat of the definition that is stored changes nothing and is not refused, so that a request whose answer was
    lost can be sent again. Raises RefusedError, ScopeExistsError where the scope exists and the request names no
    revision of it, LostUpdateError where it has another one or does not exist, OutsideScopeError, and ConflictError
    where an address cannot be subscribed; the scope is stored then.
    """
    if violation := scope_name_violation(request.name):
        raise RefusedError([violation])
    before = _found(request.name, scopes)
    scope = _scope(request, checks, now)
    if before is not None:
        after = replace(scope, created_at=before.created_at, revision=before.revision)
        if request.only_new or (after != before and not request.replaces):
            raise ScopeExistsError(new_wanted=request.only_new)
        require_revision(before, request.if_match)
        confirmed = request.outside_confirmed
        return changed(before, after, outside_confirmed=confirmed, checks=checks, scopes=scopes, now=now), False
    if request.replaces:
        raise LostUpdateError("scope")
    checks.check(None, scope)
    created = scopes.create(scope)
    if created is None:
        raise ScopeExistsError(new_wanted=request.only_new)
    checks.invite(created)
    return created, True


def _found(name: str, scopes: Scopes) -> Scope | None:
    try:
        return scopes.get(name)
    except NotFoundError:
        return None


def _scope(request: ScopeRequest, checks: ScopeChecks, now: datetime) -> Scope:
    return Scope(
        name=request.name,
        kind=request.kind,
        domain=checks.domain(request.domain),
        created_at=now,
        solver=request.solver,
        profile=request.profile,
        notices_enabled=request.notices_enabled,
        notice_days=request.notice_days,
        administrators=folded(request.administrators),
    )
