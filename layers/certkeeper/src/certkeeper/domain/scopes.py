"""Scopes: where a certificate may be used. The scope leads every path, so that IAM policies can speak of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.errors import Violation

ALL_SCOPE = "all"
"""The built-in scope that covers every name."""

SCOPE_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
"""A DNS label's form (RFC 1123 section 2.1, 63 characters): it stands unescaped in paths and in policies."""

_SCOPE_NAME = re.compile(SCOPE_NAME)


class ScopeKind(StrEnum):
    """`zone`: a domain and all below it. `listener`: one host name. `all`: every name."""

    ZONE = "zone"
    LISTENER = "listener"
    ALL = "all"


SCOPE_KIND_HINTS: Mapping[ScopeKind, str] = {
    ScopeKind.ZONE: "a root domain and all below it",
    ScopeKind.LISTENER: "one host name",
}
"""What a person reads where they define a scope, behind the word itself; `all` is built in, and nobody defines it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope; `domain` is in A-labels and empty for the built-in `all`.

    `solver` and `profile` (the CA's; empty for none) are those of orders that name none. `notices_enabled` and
    `notice_days` are those of certificates that say nothing; None and empty leave it to the stack. `administrators` are
    the e-mail addresses that hear of this scope, besides those of the stack.
    """

    name: str
    kind: ScopeKind
    domain: str
    created_at: datetime | None = None
    solver: Solver = DEFAULT_SOLVER
    profile: str = ""
    notices_enabled: bool | None = None
    notice_days: tuple[int, ...] = ()
    administrators: tuple[str, ...] = ()

    def covers(self, name: str) -> bool:
        """Whether a certificate of this scope may carry `name` (A-labels, possibly a wildcard)."""
        bare = name.removeprefix("*.")
        match self.kind:
            case ScopeKind.ALL:
                return True
            case ScopeKind.LISTENER:
                return name == self.domain
            case ScopeKind.ZONE:
                return bare == self.domain or bare.endswith("." + self.domain)


BUILT_IN = Scope(name=ALL_SCOPE, kind=ScopeKind.ALL, domain="")


MAX_SCOPE_CHARACTERS = 63
"""As many as SCOPE_NAME lets through."""


def is_scope_name(text: str) -> bool:
    """Whether `text` can be a scope's name: 1 to 63 lower-case letters, digits and inner hyphens."""
    return _SCOPE_NAME.fullmatch(text) is not None


def scope_name_violation(text: str) -> Violation | None:
    """Why `text` cannot name a new scope, or None where it can."""
    if text == ALL_SCOPE:
        return Violation("", "scope_built_in", "the scope 'all' is built in and cannot be changed")
    if not is_scope_name(text):
        return Violation("", "scope_name", "a scope's name has 1 to 63 lower-case letters, digits and inner hyphens")
    return None
