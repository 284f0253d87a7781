"""Texts that people and programs have changed, turned into plain text again."""

from __future__ import annotations

import re
from binascii import a2b_base64

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""The byte order marks that Windows writes."""

_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
"""Invisible characters of web pages and mails: soft hyphens, zero-width spaces and joiners, byte order marks."""

_TYPOGRAPHY = {0x00A0: " ", 0x2013: "--", 0x2014: "--"}
"""What word processors make of spaces and hyphens."""

_REPLACED = _INVISIBLE | _TYPOGRAPHY

_MIN_CHARACTERS = 8
"""The fewest characters of a text that is read as base64."""
_MAX_PADDING = 2
"""The most characters of padding (RFC 4648 section 4)."""
_DATA_URL = re.compile(r"data:[\w.+/-]{0,100}(?:;[\w=.-]{0,100}){0,4},", re.ASCII)
_URL_SAFE = str.maketrans("-_", "+/")
"""The translation of base64url (RFC 4648 section 5) to base64 (section 4)."""


def as_text(content: bytes) -> str:
    r"""Return the text of a file's content. Every line ends with one newline, also where `\n` was written out."""
    text = _decoded(content)
    if not text.isascii():
        text = text.translate(_REPLACED)
    if "\\" not in text and "\r" not in text:
        return text
    for written_out in ("\\r\\n", "\\n", "\\r", "\r\n", "\r"):
        text = text.replace(written_out, "\n")
    return text


def from_base64(text: str) -> bytes | None:
    """Return the bytes that a text is the base64 of, or None if of nothing.

    It may have one line or many, come from a data URL, or use the alphabet for URLs.
    """
    text = text.strip()
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


def _decoded(content: bytes) -> str:
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
        return content.decode("latin-1")
