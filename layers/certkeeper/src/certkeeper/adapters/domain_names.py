"""What idna and the public suffix list know of names. Both are loaded only for a name that needs them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

MAX_INPUT_CHARACTERS = 1024
"""Nothing longer becomes 253 characters; bounds what the mapping of a hostile text may cost."""

_RESERVED = re.compile(r"(?:[^.]*\.)*..--")
"""RFC 5890 section 2.3.1: a label with hyphens in its third and fourth place is reserved, but for A-labels."""


class LibraryNameRules:
    """Fulfils `ports.names.NameRules`."""

    def to_a_labels(self, text: str) -> str:
        """See `NameRules.to_a_labels`. What else is wrong with an ASCII name the domain's checks say better."""
        if len(text) > MAX_INPUT_CHARACTERS:
            raise ValueError("too long for a name")
        wildcard = "*." if text.startswith("*.") else ""
        name = text.removeprefix("*.")
        if name.isascii() and not _RESERVED.match(name):
            return wildcard + name.lower().removesuffix(".")
        return wildcard + _encoded(name).removesuffix(".")

    def is_public_suffix(self, name: str) -> bool:
        """See `NameRules.is_public_suffix`: the algorithm of https://publicsuffix.org/list/ for one whole name.

        A wildcard rule makes its own root public too, as the list's tests have it.
        """
        name = _displayed(name)
        parent = name.partition(".")[2]
        rules = _public_suffixes()
        return f"!{name}" not in rules and not rules.isdisjoint({name, f"*.{name}", f"*.{parent}"})


def _encoded(name: str) -> str:
    """UTS 46 and IDNA 2008; an A-label that does not come back the same from its U-label is refused."""
    import idna  # noqa: PLC0415 - most names are ASCII

    try:
        return idna.encode(name, uts46=True, std3_rules=True).decode("ascii")
    except UnicodeError:
        raise ValueError("not a name by IDNA 2008") from None


def _displayed(name: str) -> str:
    """In U-labels, as the list has its rules."""
    if "xn--" not in name:
        return name
    import idna  # noqa: PLC0415 - most names are ASCII

    return idna.decode(name)


@cache
def _public_suffixes() -> frozenset[str]:
    """The lines of the list, as they are: the library encodes each rule, which costs twenty times as much."""
    from publicsuffixlist import PSLFILE  # noqa: PLC0415 - loaded where names are ordered

    lines = Path(PSLFILE).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("//"))
