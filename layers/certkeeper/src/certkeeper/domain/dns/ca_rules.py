"""The names that a CA refuses although they are DNS names: its own rules, for all that is ordered from it (ADR 112).

They are those of Let's Encrypt: boulder, "WellFormedIdentifiers" in policy/pa.go and "wildcardOverlap" in ra/ra.go,
read in December 2026. What boulder refuses besides is in `domain.dns.names`, because no CA takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from certkeeper.domain.errors import Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MAX_LABELS = 10
"""The most parts between dots that Let's Encrypt takes in a name, without a wildcard's `*` (boulder, policy/pa.go)."""

_REVERSE_ZONES = ("in-addr.arpa", "ip6.arpa")
"""Names that stand for addresses. No public CA may certify names below them since 2026-03-15 (CA/Browser Forum, ballot
SC-086v3).
"""
_LETS_ENCRYPT = ".letsencrypt.org"
"""The end of the host names of Let's Encrypt's directories (https://letsencrypt.org/docs/acme-protocol-updates/)."""


@dataclass(frozen=True, slots=True)
class CaNameRules:
    """The rules of a CA. With `public_names_only` it takes only names below a public suffix of ICANN's section."""

    public_names_only: bool


def ca_name_rules(directory_url: str) -> CaNameRules:
    """Return the rules of the CA with this directory.

    Let's Encrypt takes public names only. Any other CA may be a private one, for names of its own. The number of labels
    and redundant names are limited for all: a certificate lacks nothing without what they forbid.
    """
    host = urlsplit(directory_url).hostname or ""
    return CaNameRules(public_names_only=host.endswith(_LETS_ENCRYPT))


def ca_name_violation(
    name: str, pointer: str, rules: CaNameRules, *, has_public_suffix: Callable[[str], bool]
) -> Violation | None:
    """Return why a CA with these rules refuses a name, in A-labels, that came at `pointer`; None if it does not.

    `has_public_suffix` is called with the name without its wildcard.
    """
    bare = name.removeprefix("*.")
    if bare.count(".") >= MAX_LABELS:
        detail = f"the CA takes at most {MAX_LABELS} parts between dots; give a shorter name"
        return Violation(pointer, "too_many_labels", detail)
    if bare.endswith(tuple(f".{zone}" for zone in _REVERSE_ZONES)):
        detail = "public CAs do not issue for names of address zones (in-addr.arpa, ip6.arpa); give a host's name"
        return Violation(pointer, "reverse_zone", detail)
    if rules.public_names_only and not has_public_suffix(bare):
        detail = (
            "Let's Encrypt issues for public names only, and the end of this name is not registered with ICANN; give "
            "a public name, or set the stack's parameter AcmeDirectoryUrl to a CA of your own"
        )
        return Violation(pointer, "not_public", detail)
    return None


def redundant_violations(names: Mapping[str, int]) -> Iterator[Violation]:
    """Yield a violation for each name that a wildcard among the names covers: Let's Encrypt refuses such an order.

    `names` has the position of each name in the request.
    """
    for name, position in names.items():
        wildcard = names.get(f"*.{name.partition('.')[2]}")
        if wildcard is not None and not name.startswith("*."):
            covering = f"the wildcard at /names/{wildcard} covers this name"
            detail = f"{covering}, and the CA refuses both in one order; leave this name out"
            yield Violation(f"/names/{position}", "redundant", detail)
