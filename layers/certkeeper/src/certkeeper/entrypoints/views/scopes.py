"""Documents of scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.dns.solvers import Solver, delegated_name
from certkeeper.domain.orders.challenges import txt_name
from certkeeper.domain.scopes import ALL_SCOPE
from certkeeper.entrypoints.views.parts import moment

if TYPE_CHECKING:
    from certkeeper.domain.notices.administrators import Recipients
    from certkeeper.domain.scopes import Scope
    from certkeeper.entrypoints.contract import scopes as documents


def scope_view(scope: Scope, recipients: Recipients, *, delegation_zone: str) -> documents.Scope:
    """Return the document of a scope. `domain` is null for the built-in scope, which covers every name.

    `recipients` are those of its notices; for the built-in scope they are the stack's.

    `cname` is what the domain's owner sets once, into `delegation_zone`; null for other solvers. Each name below the
    domain needs one like it.
    """
    return {
        "scope": scope.name,
        "kind": scope.kind,
        "domain": scope.domain or None,
        "built_in": scope.name == ALL_SCOPE,
        "solver": scope.solver,
        "cname": _cname(scope, delegation_zone),
        "profile": scope.profile or None,
        "administrators": list(scope.administrators),
        "notices_enabled": scope.notices_enabled,
        "notice_days": list(scope.notice_days) or None,
        "recipients": _recipients(recipients),
        "created_at": moment(scope.created_at),
    }


def _recipients(recipients: Recipients) -> documents.Recipients:
    return {
        "state": recipients.state,
        "confirmed": recipients.confirmed,
        "pending": recipients.pending,
        "lost": recipients.lost,
        "others": recipients.others,
        "checked_at": moment(recipients.checked_at),
    }


def _cname(scope: Scope, delegation_zone: str) -> documents.Cname | None:
    if scope.solver is not Solver.DELEGATED or not delegation_zone:
        return None
    return {"record_name": txt_name(scope.domain), "target": delegated_name(scope.domain, delegation_zone)}
