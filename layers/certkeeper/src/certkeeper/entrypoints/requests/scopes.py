"""What put_scope takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.notices.email_addresses import MOST_ADMINISTRATORS, MOST_CHARACTERS
from certkeeper.domain.scopes import ScopeKind
from certkeeper.entrypoints.requests.reading import flag, notice_days, one_of, optional, read, some, text, text_of
from certkeeper.services.scopes.put_scope import ScopeRequest

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

FIELDS = {
    "kind": one_of(ScopeKind.ZONE, ScopeKind.LISTENER),
    "domain": text,
    "solver": one_of(*Solver),
    "profile": optional(text),
    "administrators": optional(some(MOST_ADMINISTRATORS, text_of(MOST_CHARACTERS), "a list of e-mail addresses")),
    "notices_enabled": optional(flag),
    "notice_days": optional(notice_days),
}


def scope_request(request: Request) -> ScopeRequest:
    """What the scope shall be. Raises ProblemError."""
    body = read(request, FIELDS, required={"kind", "domain"})
    return ScopeRequest(
        name=request.path.get("scope", ""),
        kind=ScopeKind(body["kind"]),
        domain=body["domain"],
        solver=Solver(body.get("solver", DEFAULT_SOLVER)),
        profile=body.get("profile") or "",
        administrators=tuple(body.get("administrators") or ()),
        notices_enabled=body.get("notices_enabled"),
        notice_days=tuple(body.get("notice_days") or ()),
    )
