"""Rules for names from the libraries `idna` and `publicsuffixlist`, which are loaded only for names that need them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from certkeeper.domain.dns.u_labels import ACE_PREFIX, MAX_LABEL_CHARACTERS, decoded, in_u_labels

MAX_INPUT_CHARACTERS = 1024
"""No longer text becomes a name of 253 characters; this bounds the time that the mapping of a hostile text may take."""

_RESERVED = re.compile(r"(?:[^.]*\.)*..--")
"""The form of a reserved label: hyphens in its third and fourth place (RFC 5890 section 2.3.1); only A-labels may have
them.
"""
_PRIVATE_SECTION = "// ===BEGIN PRIVATE DOMAINS==="
"""The line of the list before the domains of companies, below which their customers have names."""
_JOINERS = "\u200c\u200d"
_NEVER_ASKED_FOR = frozenset({"Lu", "Lt", "Cc", "Cs", "Zs", "Zl", "Zp"})
"""Categories of Unicode that no client looks up: capitals are mapped to small letters, the others refused (UTS 46)."""


class LibraryNameRules:
    """Rules for DNS names; fulfils `ports.names.NameRules`."""

    def to_a_labels(self, text: str) -> str:
        """Return a name in A-labels, in lower case and without a final dot; a wildcard keeps its `*.`.

        `text` may have U-labels, in any spelling that UTS 46 maps to them. Raises ValueError if a label is neither such
        text nor an A-label that Let's Encrypt takes; other faults of an ASCII name are left to the checks of the
        domain.
        """
        if len(text) > MAX_INPUT_CHARACTERS:
            raise ValueError("too long for a name")
        wildcard = "*." if text.startswith("*.") else ""
        name = text.removeprefix("*.")
        if name.isascii() and not _RESERVED.match(name):
            return wildcard + name.lower().removesuffix(".")
        return wildcard + _encoded(name)

    def is_public_suffix(self, name: str) -> bool:
        """Return whether a whole name is a public suffix, by the algorithm of https://publicsuffix.org/list/.

        Only the list's section of ICANN counts, as for CAs (CA/Browser Forum, Baseline Requirements, section 3.2.2.6):
        the private section has domains of companies, which order certificates for them. A wildcard rule makes its own
        root public too, as in the tests of the list.
        """
        name = in_u_labels(name)
        parent = name.partition(".")[2]
        rules = _public_suffixes()
        return f"!{name}" not in rules and not rules.isdisjoint({name, f"*.{name}", f"*.{parent}"})

    def has_public_suffix(self, name: str) -> bool:
        """Return whether a name ends with a public suffix: every one ends with a top-level domain on the list."""
        top = in_u_labels(name).rpartition(".")[2]
        return not _public_suffixes().isdisjoint({top, f"*.{top}"})


def _encoded(name: str) -> str:
    """Return a name in A-labels, without a final dot. Raises ValueError if a label can be none."""
    from idna import IDNAError, uts46_remap  # noqa: PLC0415 - most names are ASCII

    try:
        labels = uts46_remap(name).removesuffix(".").split(".")
        return ".".join(map(_a_label, labels))
    except (IDNAError, ValueError):
        raise ValueError("not a name by UTS 46") from None


def _a_label(label: str) -> str:
    """Return a label of a mapped name as a label of ASCII. Raises ValueError or IDNAError if it can be none."""
    if not label:
        raise ValueError("empty")
    if not label.isascii():
        return _from_letters(label)
    if _RESERVED.match(label) and not _is_a_label(label):
        raise ValueError("reserved")
    return label


def _is_a_label(label: str) -> bool:
    """Return whether a label is an A-label to a CA: punycode of text in NFC (boulder, policy/pa.go).

    IDNA 2008 has no emoji, but the DNS and certificates do. Capitals, control characters and blanks are refused though
    Let's Encrypt would take them: no client asks for such a name.
    """
    from unicodedata import category, is_normalized  # noqa: PLC0415 - most names are ASCII

    letters = decoded(label) if label.startswith(ACE_PREFIX) else None
    if letters is None or label.endswith("-"):
        return False
    return is_normalized("NFC", letters) and not any(category(letter) in _NEVER_ASKED_FOR for letter in letters)


def _from_letters(label: str) -> str:
    """Return the A-label of a mapped text, as IDNA 2008 has it; where it lacks a character, as browsers have it.

    Browsers take all that UTS 46 calls valid, with its checks of the first character, of joiners and of the direction
    (https://url.spec.whatwg.org/#concept-domain-to-ascii).
    """
    import idna  # noqa: PLC0415 - most names are ASCII

    if len(label) > MAX_LABEL_CHARACTERS:
        raise ValueError("too long")
    try:
        return idna.alabel(label).decode("ascii")
    except idna.InvalidCodepointContext:
        raise
    except idna.InvalidCodepoint:
        idna.check_hyphen_ok(label)
        idna.check_initial_combiner(label)
        idna.check_bidi(label)
    if not all(idna.valid_contextj(label, place) for place, one in enumerate(label) if one in _JOINERS):
        raise ValueError("a joiner out of its place")
    return ACE_PREFIX + label.encode("punycode").decode("ascii")


@cache
def _public_suffixes() -> frozenset[str]:
    """Return the lines of the list's section of ICANN as they are.

    The library can read that section alone, but it encodes each rule, which takes twenty times as long.
    """
    from publicsuffixlist import PSLFILE  # noqa: PLC0415 - loaded where names are ordered

    icann = Path(PSLFILE).read_text(encoding="utf-8").partition(_PRIVATE_SECTION)[0].splitlines()
    return frozenset(line for line in icann if line and not line.startswith("//"))
