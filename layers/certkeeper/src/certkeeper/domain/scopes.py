"""Scopes: where a certificate may be used. The scope leads every path, so that IAM policies can name it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.errors import Violation

ALL_SCOPE = "all"
"""The built-in scope that covers every name."""

SCOPE_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
"""The form of a DNS label (RFC 1123 section 2.1, 63 characters), which needs no escaping in paths and policies."""

_SCOPE_NAME = re.compile(SCOPE_NAME)


class ScopeKind(StrEnum):
    """ZONE: a domain and all below it. LISTENER: one host name. ALL: every name."""

    ZONE = "zone"
    LISTENER = "listener"
    ALL = "all"


SCOPE_KIND_HINTS: Mapping[ScopeKind, str] = {
    ScopeKind.ZONE: "a root domain and all below it",
    ScopeKind.LISTENER: "one host name",
}
"""What a person reads in a list of kinds, behind the word itself; `all` is built in and cannot be chosen."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope. `domain` is in A-labels; empty for the built-in `all`.

    `solver` and `profile` (the CA's, empty for none) are the defaults of its orders. `notices_enabled` and
    `notice_days` are the defaults of its certificates; None and empty take the stack's. `administrators` are the e-mail
    addresses that get the notices of this scope. `revision` counts the writes, and is the ETag.
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
    revision: int = 0

    def covers(self, name: str) -> bool:
        """Return whether a certificate of this scope may have the name, in A-labels, which may be a wildcard."""
        bare = name.removeprefix("*.")
        match self.kind:
            case ScopeKind.ALL:
                return True
            case ScopeKind.LISTENER:
                return name == self.domain
            case ScopeKind.ZONE:
                return bare == self.domain or bare.endswith("." + self.domain)

    def outside(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return those of a certificate's names that it may not have in this scope, in upper or lower case."""
        return tuple(name for name in names if not self.covers(name.lower()))

    @property
    def reach(self) -> str:
        """For which names the scope is, as a part of a sentence."""
        if self.kind is ScopeKind.ALL:
            return "every name"
        return f"{self.domain} only" if self.kind is ScopeKind.LISTENER else f"{self.domain} and the names below it"


BUILT_IN = Scope(name=ALL_SCOPE, kind=ScopeKind.ALL, domain="")


MAX_SCOPE_CHARACTERS = 63
"""The most characters of a scope's name: those of a DNS label (RFC 1035 section 2.3.4)."""


def is_scope_name(text: str) -> bool:
    """Return whether a text can be a scope's name: 1 to 63 lower-case letters, digits and inner hyphens."""
    return _SCOPE_NAME.fullmatch(text) is not None


def scope_name_violation(text: str) -> Violation | None:
    """Return why a text cannot be the name of a new scope, or None."""
    if text == ALL_SCOPE:
        return Violation("", "scope_built_in", "the scope 'all' is built in and cannot be changed")
    if not is_scope_name(text):
        return Violation("", "scope_name", "a scope's name has 1 to 63 lower-case letters, digits and inner hyphens")
    return None
