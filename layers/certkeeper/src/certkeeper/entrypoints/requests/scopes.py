"""The bodies of put_scope and update_scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.scopes import ScopeKind
from certkeeper.entrypoints.http import path, preconditions
from certkeeper.entrypoints.requests.validation import validated
from certkeeper.services.scopes.put_scope import ScopeRequest
from certkeeper.services.scopes.update_scope import ScopeChanges

if TYPE_CHECKING:
    from certkeeper.entrypoints.contract.scopes import PutScope, UpdateScope
    from certkeeper.entrypoints.http.request import Request

SCOPE = "scope"
"""What If-Match is about, in a refusal."""


def scope_request(request: Request) -> ScopeRequest:
    """Return the scope that a request defines, and which state of it the request is meant for. Raises ProblemError."""
    document: PutScope = validated(request, "put_scope")
    return ScopeRequest(
        name=request.path.get("scope", ""),
        kind=ScopeKind(document["kind"]),
        domain=document["domain"],
        solver=Solver(document["solver"]),
        profile=document["profile"] or "",
        administrators=tuple(document["administrators"] or ()),
        notices_enabled=document["notices_enabled"],
        notice_days=tuple(document["notice_days"] or ()),
        replaces=preconditions.has_if_match(request),
        if_match=preconditions.if_match(request, SCOPE),
        only_new=preconditions.only_new(request),
        outside_confirmed=document["outside_confirmed"],
    )


def scope_changes(request: Request) -> ScopeChanges:
    """Return the changes in the body of a request; a field that is missing is not changed. Raises ProblemError."""
    document: UpdateScope = validated(request, "update_scope")
    changes = {name: value for name, value in document.items() if name != "outside_confirmed"}
    return ScopeChanges(
        name=path.scope_name(request),
        changes=changes,
        if_match=preconditions.if_match(request, SCOPE),
        outside_confirmed=document.get("outside_confirmed"),
    )
