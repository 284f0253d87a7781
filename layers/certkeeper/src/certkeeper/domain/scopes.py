"""Scopes: where a certificate may be used. The scope leads every path, so that IAM policies can name it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.errors import ConflictError, Violation

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


_CONFIRM = (
    "they are renewed as before, but nobody can renew them by hand or upload their next version here; to go on, repeat "
    "the request with outside_confirmed, set to the digest in `outside`"
)
MAX_LISTED = 50
"""The most certificates that a refusal lists; `count` says how many there are."""


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate that is in a scope: in use, being ordered, or deleted and still to be restored."""

    certificate_id: str
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """The certificates of a scope with names outside it, each with those names, and how many certificates there are.

    `certificates` has at most 50 of them. `digest` stands for all: the SHA-256, in hex, of every id with its names.
    """

    count: int
    digest: str
    certificates: tuple[HeldCertificate, ...]


def outside(scope: Scope, held: Iterable[HeldCertificate]) -> Outside:
    """Return those of the certificates of a scope, `held`, that have names outside it."""
    found = sorted(
        (
            HeldCertificate(each.certificate_id, each.name, names)
            for each in held
            if (names := scope.outside(each.names))
        ),
        key=lambda each: each.certificate_id,
    )
    lines = (" ".join((each.certificate_id, *sorted(each.names))) for each in found)
    return Outside(len(found), sha256("\n".join(lines).encode()).hexdigest(), tuple(found[:MAX_LISTED]))


class ScopeInUseError(ConflictError):
    """The scope cannot be deleted: it has `count` certificates, among them `certificates`."""

    def __init__(self, count: int, certificates: Sequence[HeldCertificate]) -> None:
        detail = (
            f"the scope has certificates ({count}) that are in use, are being ordered, or can still be restored; "
            "delete them, or cancel their orders, and wait until deleted ones can no longer be restored"
        )
        super().__init__("scope_in_use", detail)
        self.count = count
        self.certificates = tuple(certificates)


class OutsideScopeError(ConflictError):
    """The change of a scope leaves certificates outside it that the caller has not confirmed: `found` has them."""

    def __init__(self, found: Outside) -> None:
        detail = f"with this change, {found.count} certificates of the scope would have names outside it; {_CONFIRM}"
        if not found.count:
            detail = "with this change, no certificate would have names outside the scope; leave out outside_confirmed"
        super().__init__("outside_not_confirmed", detail)
        self.found = found
