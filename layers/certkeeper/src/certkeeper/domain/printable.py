"""Texts from outside, in certificates, DNS, web pages and CAs' answers, made safe to be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import bidirectional

if TYPE_CHECKING:
    from collections.abc import Sequence

_ELLIPSIS = "…"
MAX_CHARACTERS = 253
"""The most characters of a DNS name (RFC 1035 section 2.3.4), which most of these texts are."""
CUT = "..."
MAX_NAMES_SHOWN = 8
"""The most names in a sentence; the certificate's page lists them all."""

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
"""Strong classes of Unicode's bidirectional algorithm (UAX 9, table 4), which reverse the rest of the line."""
_MARKUP = frozenset("<>")
_HIDDEN_BLANKS = re.compile(r"^ +| +$|(?<= ) +")
"""Blanks that a page or a terminal does not show: at the ends of a text, and next to another one."""
_OCTET = re.compile(r"\\udc([89a-f][0-9a-f])")
"""An octet that is no UTF-8, as Python keeps it with `surrogateescape`, written out."""


def one_line(text: str, most: int) -> str:
    """Return a text on one line, without anything that does not print, cut to at most `most` characters."""
    printable = "".join(char if char.isprintable() else " " for char in text[: 4 * most])
    line = " ".join(printable.split())
    return line if len(line) <= most else line[: most - 1] + _ELLIPSIS


def printable(text: str) -> str:
    r"""Return the text with what does not print (controls, line ends, direction marks) as `\xx` of its UTF-8 bytes.

    That is how RFC 4514 section 2.4 writes such characters, so that a subject stays a valid one.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return "".join(f"\\{byte:02x}" for byte in char.encode("utf-8", "surrogatepass"))


def shown(text: str, most: int = MAX_CHARACTERS) -> str:
    """Return the text on one line of at most `most` characters, with code points for what cannot be shown as it is."""
    pieces = [character if _is_harmless(character) else _code_point(character) for character in text[: most + 1]]
    if sum(map(len, pieces)) <= most:
        return "".join(pieces)
    while sum(map(len, pieces)) > most - len(CUT):
        pieces.pop()
    return "".join(pieces) + CUT


def visible(text: str, most: int) -> str:
    r"""Return a text in printable ASCII, of at most `most` characters, so that no two texts are shown alike.

    What is no printable ASCII is written out as `\n`, `\xa0` or `\ufeff`, a backslash as two, a blank that nobody would
    see as `\x20`. Octets that are no UTF-8, if `text` has them by `surrogateescape`, are written as `\xff`.
    """
    written = _OCTET.sub(r"\\x\1", text[: most + 1].encode("unicode_escape").decode("ascii"))
    line = _HIDDEN_BLANKS.sub(lambda blanks: r"\x20" * len(blanks[0]), written)
    return line if len(line) <= most else line[: most - len(CUT)] + CUT


def names_shown(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    first = ", ".join(shown(name) for name in names[:MAX_NAMES_SHOWN])
    more = len(names) - MAX_NAMES_SHOWN
    return f"{first} and {more} more" if more > 0 else first


def with_name(name: str, text: str) -> str:
    """Return a text about a name with the name in front, unless the text begins with it; either may be empty."""
    return text if text.startswith(name) else ": ".join(filter(None, [name, text]))


def _is_harmless(character: str) -> bool:
    printable = character.isprintable() and character not in _MARKUP
    return printable and bidirectional(character) not in _RIGHT_TO_LEFT


def _code_point(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - Python's own two forms
