"""Rules for names from the libraries `idna` and `publicsuffixlist`, which are loaded only for names that need them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

MAX_INPUT_CHARACTERS = 1024
"""No longer text becomes a name of 253 characters; this bounds the time that the mapping of a hostile text may take."""

_RESERVED = re.compile(r"(?:[^.]*\.)*..--")
"""The form of a reserved label: hyphens in its third and fourth place (RFC 5890 section 2.3.1); only A-labels may have
them.
"""


class LibraryNameRules:
    """Rules for DNS names; fulfils `ports.names.NameRules`."""

    def to_a_labels(self, text: str) -> str:
        """Return a name in A-labels, in lower case and without a final dot; a wildcard keeps its `*.`.

        `text` may have U-labels. Raises ValueError if it is no name by IDNA 2008 (RFC 5891); other faults of an ASCII
        name are left to the checks of the domain.
        """
        if len(text) > MAX_INPUT_CHARACTERS:
            raise ValueError("too long for a name")
        wildcard = "*." if text.startswith("*.") else ""
        name = text.removeprefix("*.")
        if name.isascii() and not _RESERVED.match(name):
            return wildcard + name.lower().removesuffix(".")
        return wildcard + _encoded(name).removesuffix(".")

    def is_public_suffix(self, name: str) -> bool:
        """Return whether a whole name is a public suffix, by the algorithm of https://publicsuffix.org/list/.

        A wildcard rule makes its own root public too, as in the tests of the list.
        """
        name = _displayed(name)
        parent = name.partition(".")[2]
        rules = _public_suffixes()
        return f"!{name}" not in rules and not rules.isdisjoint({name, f"*.{name}", f"*.{parent}"})


def _encoded(name: str) -> str:
    """Return a name in A-labels, by UTS 46 and IDNA 2008.

    Raises ValueError if an A-label does not survive the way back.
    """
    import idna  # noqa: PLC0415 - most names are ASCII

    try:
        return idna.encode(name, uts46=True, std3_rules=True).decode("ascii")
    except UnicodeError:
        raise ValueError("not a name by IDNA 2008") from None


def _displayed(name: str) -> str:
    """Return a name in U-labels, in which the list has its rules."""
    if "xn--" not in name:
        return name
    import idna  # noqa: PLC0415 - most names are ASCII

    return idna.decode(name)


@cache
def _public_suffixes() -> frozenset[str]:
    """Return the lines of the list as they are: the library encodes each rule, which takes twenty times as long."""
    from publicsuffixlist import PSLFILE  # noqa: PLC0415 - loaded where names are ordered

    lines = Path(PSLFILE).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("//"))
