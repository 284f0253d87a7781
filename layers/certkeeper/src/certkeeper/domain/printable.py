"""Texts from outside, in certificates, DNS, web pages and CAs' answers, made safe to be shown."""

from __future__ import annotations

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
