"""The e-mail addresses of administrators: the forms that SNS can send to and that people type.

Quoted local parts, comments and address literals of RFC 5321 are refused, and so is everything beyond ASCII, which SNS
does not support.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certkeeper.domain.errors import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_ADMINISTRATORS = 10
"""The most administrators of one scope; a mailing list takes more.

SNS allows 200 filter policies for each topic (https://docs.aws.amazon.com/general/latest/gr/sns.html).
"""
MAX_CHARACTERS = 253
"""The most characters of an address, as of every text of a request; RFC 5321 section 4.5.3.1.3 allows 254."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""The dot-atom of RFC 5322 section 3.2.3."""
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])")
"""A host name of at least two labels (RFC 1123 section 2.1); the last one begins with a letter."""
_MAX_LOCAL = 64
"""The most characters before the @ (RFC 5321 section 4.5.3.1.1)."""


def is_email_address(text: str) -> bool:
    """Return whether the text has the form of an e-mail address."""
    local, _, domain = text.rpartition("@")
    fits = len(text) <= MAX_CHARACTERS and len(local) <= _MAX_LOCAL
    return fits and _LOCAL.fullmatch(local) is not None and _DOMAIN.fullmatch(domain) is not None


def folded(addresses: Sequence[str]) -> tuple[str, ...]:
    """Return the addresses in lower case, as SNS compares them."""
    return tuple(address.lower() for address in addresses)


def address_violations(addresses: Sequence[str], pointer: str) -> Iterator[Violation]:
    """Yield why these addresses cannot be administrators; `pointer` is the field that they came in."""
    if len(addresses) > MAX_ADMINISTRATORS:
        yield Violation(pointer, "too_long", f"give at most {MAX_ADMINISTRATORS} addresses")
    earlier: set[str] = set()
    for position, address in enumerate(folded(addresses)):
        place = f"{pointer}/{position}"
        if not is_email_address(address):
            yield Violation(place, "email_address", "give an e-mail address in ASCII, for example ada@shop.example")
        elif address in earlier:
            yield Violation(place, "repeated_address", "this address is in the list more than once")
        earlier.add(address)
