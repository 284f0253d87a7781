"""Texts that people and programs have changed, turned into plain text again."""

from __future__ import annotations

import re
import unicodedata
from binascii import a2b_base64

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""The byte order marks that Windows writes."""

_SOFT_HYPHEN = "\u00ad"
"""A format character for Unicode, which some programs put where hyphens were."""
_NEXT_LINE = "\x85"
"""The line end of EBCDIC machines, which Unicode names NEL."""
_UNWIDENED = ("<wide>", "<narrow>", "<compat>")
"""Decompositions that change the drawing of letters only: full width, half width, ligatures (UAX 44, table 14)."""

_MIN_CHARACTERS = 8
"""The fewest characters of a text that is read as base64."""
_MAX_PADDING = 2
"""The most characters of padding (RFC 4648 section 4)."""
_DATA_URL = re.compile(r"data:[\w.+/-]{0,100}(?:;[\w=.-]{0,100}){0,4},", re.ASCII)
_QUOTES = "\"'`"
"""What stands around a text that was copied out of a program or a document."""
_ESCAPED = re.compile(r"\\u00([2-7][0-9A-Fa-f])")
"""An escape of JSON (RFC 8259 section 7) for a character of ASCII, such as that which .NET writes for a plus sign."""
_URL_SAFE = str.maketrans("-_", "+/")
"""The translation of base64url (RFC 4648 section 5) to base64 (section 4)."""


_DASH = "\x02"
"""A stand-in for what may have been a hyphen, until its place says what it means: no text has this character."""
_BY_CATEGORY = {"Cf": "", "Pd": _DASH, "Zs": " ", "Zl": "\n", "Zp": "\n", "Pi": '"', "Pf": '"'}
"""What becomes of characters beyond ASCII, by their category in Unicode (UAX 44, table 12): format characters are
invisible, dashes, blanks, line ends and quotes were the plain ones."""
_BY_NAME = (
    (re.compile("VARIATION SELECTOR"), ""),
    (re.compile("HYPHEN|^(?:HEAVY )?MINUS SIGN$|^BOX DRAWINGS LIGHT HORIZONTAL$"), _DASH),
    (re.compile("QUOTATION MARK"), '"'),
)
"""The same for those that are drawn so, or act so, in another category."""
_MARKER = re.compile(rf"(?<![-{_DASH}])[-{_DASH}]++[ \t]*+(?:BEGIN|END)\b[^\n{_DASH}-]{{0,64}}+[-{_DASH}]++")
"""A BEGIN or END line with any hyphens. Linear: it is tried where hyphens begin, and no part can match in two ways."""
_HEADER = re.compile(rf"(?:Proc[-{_DASH}]Type|DEK[-{_DASH}]Info)[^\n]{{0,200}}+")
"""A header of an encrypted key (RFC 1421 section 4.6), whose words have hyphens."""


def as_text(content: bytes) -> str:
    r"""Return the text of a file's content. Every line ends with one newline, also where `\n` was written out."""
    text = plain(decoded(content))
    if "\\" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\\/", "/")
    if "\\" not in text and "\r" not in text:
        return text
    for written_out in ("\\r\\n", "\\n", "\\r", "\r\n", "\r"):
        text = text.replace(written_out, "\n")
    return text


def plain(text: str) -> str:
    """Return a text without what word processors, chats and web pages have made of it.

    What becomes of a character follows from its category in Unicode. A dash of any kind is a hyphen in BEGIN and END
    lines and in headers only: in base64url a hyphen is a digit, and nobody knows which was meant.
    """
    if text.isascii():
        return text
    table = {ord(character): _plain(character) for character in set(text) if not character.isascii()}
    if "-" not in text and _DASH not in table.values():
        table[ord(_SOFT_HYPHEN)] = _DASH
    text = text.translate(table)
    text = _MARKER.sub(lambda found: found[0].replace(_DASH, "--"), text)  # a dash may be what is left of five hyphens
    return _HEADER.sub(lambda found: found[0].replace(_DASH, "-"), text)


def _plain(character: str) -> str:
    """Return what becomes of a character beyond ASCII; itself, where nobody can know."""
    plain_one = _BY_CATEGORY.get(unicodedata.category(character))
    if plain_one is not None:
        return plain_one
    name = unicodedata.name(character, "")
    for pattern, plain_one in _BY_NAME:
        if pattern.search(name):
            return plain_one
    if unicodedata.decomposition(character).startswith(_UNWIDENED):
        return _ascii_or(character)
    return "\n" if character == _NEXT_LINE else character


def _ascii_or(character: str) -> str:
    """Return the ASCII letters, digits and signs that a character was drawn from; itself, where it was not."""
    drawn = unicodedata.normalize("NFKC", character)
    return drawn if drawn.isascii() else character


def from_base64(text: str) -> bytes | None:
    """Return the bytes that a text is the base64 of, or None if of nothing.

    It may have one line or many, come from a data URL, or use the alphabet for URLs.
    """
    text = text.strip().strip(_QUOTES)
    url = _DATA_URL.match(text)
    packed = "".join(text[url.end() if url else 0 :].split())
    if "-" in packed or "_" in packed:
        packed = packed.translate(_URL_SAFE)
    bare = packed.rstrip("=")
    if len(bare) < _MIN_CHARACTERS or len(packed) - len(bare) > _MAX_PADDING:
        return None
    try:
        return a2b_base64(bare + "=" * (-len(bare) % 4), strict_mode=True)
    except ValueError:  # other letters, or a number of them with which no number of bytes ends
        return None


def decoded(content: bytes) -> str:
    """Return the characters of a content: UTF-16 with a mark or without, UTF-8, or else Windows-1252."""
    if content.isascii() and b"\0" not in content:
        return content.decode("ascii")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if content[1:2] == b"\0" == content[3:4]:
        return content.decode("utf-16-le", "replace")
    if content[0:1] == b"\0" == content[2:3]:
        return content.decode("utf-16-be", "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
