"""The definition of a scope: a zone or a listener."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.dns.names import NOT_A_NAME, name_violation
from certkeeper.domain.dns.solver_choices import delegated_length_violations, solver_violation
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.errors import RefusedError, Violation
from certkeeper.domain.notices.administrators import interests
from certkeeper.domain.notices.days import notice_days_violations
from certkeeper.domain.notices.email_addresses import address_violations, folded
from certkeeper.domain.scopes import BUILT_IN, Scope, scope_name_violation
from certkeeper.services.notices.subscribe_administrators import MAX_SCOPES, invite_administrators

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from certkeeper.domain.scopes import ScopeKind
    from certkeeper.ports.names import NameRules
    from certkeeper.ports.notices import Subscriptions
    from certkeeper.ports.scopes import Scopes
    from certkeeper.services.batches import OnFailure

_WILDCARD = Violation(
    "/domain",
    "wildcard_scope",
    "give the domain without `*.`; wildcards are named in the orders of the scope",
)


@dataclass(frozen=True, slots=True)
class ScopeRequest:
    """The scope that is defined: a domain with all names below it, or one host name.

    `solver` sets the TXT records of orders that name none, and `profile` is the CA's for them. `administrators` are
    e-mail addresses. `notices_enabled` None and `notice_days` empty take the stack's values.
    """

    name: str
    kind: ScopeKind
    domain: str
    solver: Solver = DEFAULT_SOLVER
    profile: str = ""
    administrators: tuple[str, ...] = ()
    notices_enabled: bool | None = None
    notice_days: tuple[int, ...] = ()


def put_scope(
    request: ScopeRequest,
    *,
    scopes: Scopes,
    subscriptions: Subscriptions,
    rules: NameRules,
    delegation_zone: str,
    stack_administrators: Collection[str],
    on_failure: OnFailure,
    now: datetime,
) -> tuple[Scope, bool]:
    """Store the scope of a request, then ask its new administrators; return it, and whether it is new.

    The domain is checked like a name that is ordered: no wildcard, public suffix or address. Raises RefusedError, and
    ConflictError where an address cannot be subscribed; the scope is stored then.
    """
    if violation := scope_name_violation(request.name):
        raise RefusedError([violation])
    domain = _a_labels(request.domain, rules)
    if violations := [
        *_solver_violations(request.solver, domain, delegation_zone),
        *address_violations(request.administrators, "/administrators"),
        *(notice_days_violations(request.notice_days, "/notice_days") if request.notice_days else ()),
    ]:
        raise RefusedError(violations)
    scope = _scope(request, domain, now)
    if violations := list(_scope_count_violations(scope, scopes, stack_administrators, on_failure)):
        raise RefusedError(violations)
    created = scopes.put(scope)
    invite_administrators(
        scope,
        scopes=scopes,
        subscriptions=subscriptions,
        on_failure=on_failure,
    )
    return scope, created


def _scope(request: ScopeRequest, domain: str, now: datetime) -> Scope:
    return Scope(
        name=request.name,
        kind=request.kind,
        domain=domain,
        created_at=now,
        solver=request.solver,
        profile=request.profile,
        notices_enabled=request.notices_enabled,
        notice_days=request.notice_days,
        administrators=folded(request.administrators),
    )


def _a_labels(domain: str, rules: NameRules) -> str:
    try:
        labels = rules.to_a_labels(domain)
    except ValueError:
        raise RefusedError([Violation("/domain", "idna", NOT_A_NAME)]) from None
    if labels.startswith("*."):
        raise RefusedError([_WILDCARD])
    refused = name_violation(labels, "/domain", challenge=None, scope=BUILT_IN, is_public_suffix=rules.is_public_suffix)
    if refused:
        raise RefusedError([refused])
    return labels


def _solver_violations(solver: Solver, domain: str, delegation_zone: str) -> Iterator[Violation]:
    if violation := solver_violation(solver, None, delegation_zone=delegation_zone):
        yield violation
    elif solver is Solver.DELEGATED and delegated_length_violations([domain], delegation_zone):
        detail = "its record in the delegation zone would be too long; choose another solver"
        yield Violation("/domain", "too_long_to_delegate", detail)


def _scope_count_violations(
    scope: Scope, scopes: Scopes, stack_administrators: Collection[str], on_failure: OnFailure
) -> Iterator[Violation]:
    """Yield a violation for each address with too many scopes.

    SNS selects notices by the scopes, and a filter policy takes `MAX_SCOPES` of them.
    """
    wanted = interests(scopes.readable(on_failure), stack_administrators) if scope.administrators else {}
    for position, address in enumerate(scope.administrators):
        interest = wanted.get(address)
        if interest and interest.scopes and len(interest.scopes - {scope.name}) >= MAX_SCOPES:
            detail = (
                f"this address has {MAX_SCOPES} scopes, the most; add it to the stack's parameter AdministratorEmails"
            )
            yield Violation(f"/administrators/{position}", "too_many_scopes", detail)
