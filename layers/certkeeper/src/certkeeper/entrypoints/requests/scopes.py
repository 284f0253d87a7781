"""The body of put_scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.scopes import ScopeKind
from certkeeper.entrypoints.requests.validation import validated
from certkeeper.services.put_scope import ScopeRequest

if TYPE_CHECKING:
    from certkeeper.entrypoints.contract.scopes import PutScope
    from certkeeper.entrypoints.http.request import Request


def scope_request(request: Request) -> ScopeRequest:
    """Return the scope that a request defines. Raises ProblemError."""
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
    )
