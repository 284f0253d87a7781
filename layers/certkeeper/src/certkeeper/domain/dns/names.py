"""The rules for DNS names that a certificate may be ordered for: small checks, each with its reason.

Names are A-labels in lower case here (`ports.names.NameRules` converts them). Every CA refuses the same names; these
checks refuse them before an order is spent. What only some CAs refuse is in `domain.dns.ca_rules`.
"""

import re
from collections.abc import Callable, Sequence
from ipaddress import ip_address

from certkeeper.domain.errors import Violation
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.scopes import Scope

MAX_NAMES = 100
"""Names in one order: Let's Encrypt's limit (https://letsencrypt.org/docs/rate-limits/)."""
MAX_CHARACTERS = 253
"""The most characters of a DNS name: 255 octets on the wire are 253 characters in text (RFC 1035 section 2.3.4)."""

NOT_A_NAME = (
    "a part of this name is no text that can become an A-label, or has hyphens in its third and fourth place and is no "
    "A-label (RFC 5890); correct it"
)
"""The reason against a text that `ports.names.NameRules` cannot convert."""

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""A label of a host name (RFC 1123 section 2.1), of at most 63 octets (RFC 1035 section 2.3.4)."""

_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""A last label that makes a name an IPv4 address (https://url.spec.whatwg.org/#ends-in-a-number-checker)."""

Check = Callable[[str], str | None]
"""A function that takes a name in A-labels and returns the reason against it, or None."""


def is_ip_address(name: str) -> bool:
    """Return whether the name is an IPv4 or IPv6 address and no DNS name, in any spelling that a program accepts.

    Some programs read 127.1, 0x7f.1 or 0300.1.2.3 as addresses. No top-level domain is a number, so no DNS name is
    refused.
    """
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return "." in name and _NUMBER.fullmatch(name.rpartition(".")[2]) is not None
    return True


def _ip_address(name: str) -> str | None:
    return "an IP address cannot be ordered; give a DNS name" if is_ip_address(name) else None


def _too_long(name: str) -> str | None:
    return f"a name has at most {MAX_CHARACTERS} characters" if len(name) > MAX_CHARACTERS else None


def _underscore(name: str) -> str | None:
    return "underscores are not allowed in the names of a certificate" if "_" in name else None


def _wildcard_place(name: str) -> str | None:
    return (
        "`*` must be the whole first part of the name, as in *.example.com" if "*" in name.removeprefix("*.") else None
    )


def _syntax(name: str) -> str | None:
    labels = name.removeprefix("*.").split(".")
    if all(_LABEL.fullmatch(label) for label in labels):
        return None
    return "each part between dots has 1 to 63 letters, digits and inner hyphens"


def _single_label(name: str) -> str | None:
    return (
        "a name without a dot is not a public name; give the full name" if "." not in name.removeprefix("*.") else None
    )


_ALWAYS: tuple[tuple[str, Check], ...] = (
    ("ip_address", _ip_address),
    ("too_long", _too_long),
    ("underscore", _underscore),
    ("wildcard_place", _wildcard_place),
    ("syntax", _syntax),
    ("single_label", _single_label),
)


def _for_challenge(challenge: ChallengeType | None) -> tuple[tuple[str, Check], ...]:
    if challenge is not ChallengeType.HTTP_01:
        return ()
    reason = "a wildcard needs dns-01: http-01 proves one host only (RFC 8555 section 8.3)"
    return (("wildcard_needs_dns", lambda name: reason if name.startswith("*.") else None),)


def name_violation(
    name: str,
    pointer: str,
    *,
    challenge: ChallengeType | None,
    scope: Scope,
    is_public_suffix: Callable[[str], bool],
) -> Violation | None:
    """Return the first reason against a `name` that came at `pointer`, or None.

    `is_public_suffix` is called with the name without its wildcard.
    """
    for code, check in (*_ALWAYS, *_for_challenge(challenge)):
        if reason := check(name):
            return Violation(pointer, code, reason)
    if is_public_suffix(name.removeprefix("*.")):
        return Violation(
            pointer,
            "public_suffix",
            "this is a public suffix, below which others register names; give a name below it",
        )
    if not scope.covers(name):
        return Violation(pointer, "outside_scope", _outside(scope))
    return None


def _outside(scope: Scope) -> str:
    return f"the scope is for {scope.reach}; order this name in another scope"


def count_violation(names: Sequence[str]) -> Violation | None:
    """Return why an order cannot have this many names, or None."""
    if 1 <= len(names) <= MAX_NAMES:
        return None
    return Violation("/names", "name_count", f"an order has 1 to {MAX_NAMES} names")
