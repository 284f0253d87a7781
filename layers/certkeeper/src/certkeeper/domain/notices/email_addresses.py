"""Administrators' e-mail addresses: what SNS can send to, and no more than a person would type.

RFC 5321's forms with quotes, comments and address literals are left out, and so is everything beyond ASCII, which SNS
does not take.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certkeeper.domain.errors import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_ADMINISTRATORS = 10
"""Of one scope: whoever has more puts them behind one address. SNS allows 200 filter policies for a topic."""
MAX_CHARACTERS = 253
"""As many as a text of ours has; RFC 5321 section 4.5.3.1.3 allows one more."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""RFC 5322 section 3.2.3, dot-atom."""
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])")
"""RFC 1123 section 2.1, at least two labels; the last is no number."""
_MAX_LOCAL = 64
"""RFC 5321 section 4.5.3.1.1."""


def is_email_address(text: str) -> bool:
    """Whether mail can be sent there, as far as the text says."""
    local, _, domain = text.rpartition("@")
    fits = len(text) <= MAX_CHARACTERS and len(local) <= _MAX_LOCAL
    return fits and _LOCAL.fullmatch(local) is not None and _DOMAIN.fullmatch(domain) is not None


def folded(addresses: Sequence[str]) -> tuple[str, ...]:
    """In lower case, as SNS compares them; no mail system that is in use tells Ada from ada."""
    return tuple(address.lower() for address in addresses)


def address_violations(addresses: Sequence[str], pointer: str) -> Iterator[Violation]:
    """Why these cannot be administrators."""
    if len(addresses) > MAX_ADMINISTRATORS:
        yield Violation(pointer, "too_long", f"give at most {MAX_ADMINISTRATORS} addresses")
    seen: set[str] = set()
    for position, address in enumerate(folded(addresses)):
        place = f"{pointer}/{position}"
        if not is_email_address(address):
            yield Violation(place, "email_address", "give an e-mail address in ASCII, for example ada@shop.example")
        elif address in seen:
            yield Violation(place, "twice", "this address is in the list more than once")
        seen.add(address)
