"""Texts as people and programs mangle them, made plain again."""

from __future__ import annotations

import re
from binascii import a2b_base64

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""The byte order marks that Windows writes."""

_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
"""What pages and mails hide in a text: soft hyphen, zero-width spaces and joiners, the mark itself."""

_TYPOGRAPHY = {0x00A0: " ", 0x2013: "--", 0x2014: "--"}
"""What word processors make of spaces and hyphens."""

_MENDED = _UNSEEN | _TYPOGRAPHY

_MIN_CHARACTERS = 8
_MAX_PADDING = 2
_DATA_URL = re.compile(r"data:[\w.+/-]{0,100}(?:;[\w=.-]{0,100}){0,4},", re.ASCII)
_URL_SAFE = str.maketrans("-_", "+/")


def as_text(content: bytes) -> str:
    r"""The text in a file, its lines ending with one newline each, also where `\n` was written out."""
    text = _decoded(content)
    if not text.isascii():
        text = text.translate(_MENDED)
    if "\\" not in text and "\r" not in text:
        return text
    for written_out in ("\\r\\n", "\\n", "\\r", "\r\n", "\r"):
        text = text.replace(written_out, "\n")
    return text


def from_base64(text: str) -> bytes | None:
    """What a text is the base64 of: in one line or many, from a data URL, with a URL's letters. None if of nothing."""
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
