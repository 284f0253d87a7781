"""What somebody's editor, program or DNS provider has put around or into a text that is right otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass

MIN_RECOGNISED = 20
"""The fewest characters of a cut text that are taken for the expected one; random texts do not begin alike."""
_MAX_OCTETS = 8
"""The most octets that are written out of one place."""
_OWN = b"A-Za-z0-9_.-"
"""The characters of a key authorization and of a dns-01 value (RFC 8555 sections 8.1 and 8.4)."""
_STRANGE = re.compile(rb"[^" + _OWN + rb"]+")
_EDGES = re.compile(rb"([^" + _OWN + rb"]*)(.*?)([^" + _OWN + rb"]*)", re.DOTALL)

_WORDS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("a byte order mark", re.compile(b"\xef\xbb\xbf|\xff\xfe|\xfe\xff")),
    ("line ends", re.compile(rb"[\r\n]+")),
    ("blanks", re.compile(b"(?: |\\t|\xc2\xa0)+")),
    ("blanks and line ends", re.compile(rb"[ \t\r\n]+")),
    ("quotes", re.compile(b"(?:[\"'`]|\xe2\x80[\x98-\x9f]|\xc2\xab|\xc2\xbb)+")),
    (
        "invisible characters",
        re.compile(b"(?:\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xc2\xad|\x00)+"),
    ),
)
"""Octets in UTF-8, and at the beginning of UTF-16, that are common; the first word that fits is shown."""


@dataclass(frozen=True, slots=True)
class Surplus:
    """Octets in front of the expected text, behind it, and between its characters; each may be empty."""

    front: bytes
    behind: bytes
    inside: bytes = b""

    @property
    def is_utf16(self) -> bool:
        """Whether the text is there in UTF-16, with a zero octet beside each character."""
        return self.inside.count(0) > MIN_RECOGNISED // 2 and not self.inside.strip(b"\0")

    @property
    def is_quoted(self) -> bool:
        """Whether only quotes and blanks stand around the text."""
        return not self.inside and not (self.front + self.behind).strip(b"\"' \t")

    def __str__(self) -> str:
        """Return what is there and where, with octets in hex, for a sentence."""
        if self.is_utf16:
            return "the text in UTF-16, with a zero octet beside each character"
        places = (("in front of it", self.front), ("inside it", self.inside), ("behind it", self.behind))
        return " and ".join(f"{_written(octets)} {where}" for where, octets in places if octets)


def surplus(found: bytes, expected: str, *, is_cut: bool = False) -> Surplus | None:
    """Return what is found beside the expected text, which is of ASCII letters, digits, `.`, `-` and `_`.

    `is_cut` where more may follow what was found. None where the text is another one.
    """
    wanted = expected.encode()
    front, text, behind = found.partition(wanted)
    if text:
        return Surplus(front, behind)
    edges = _EDGES.fullmatch(found)
    if edges is None:  # no octets fail to match
        return None
    own = _STRANGE.sub(b"", edges[2])
    is_beginning = is_cut and len(own) >= MIN_RECOGNISED and wanted.startswith(own)
    if own != wanted and not is_beginning:
        return None
    return Surplus(edges[1], edges[3], b"".join(_STRANGE.findall(edges[2])))


def _written(octets: bytes) -> str:
    written = octets[:_MAX_OCTETS].hex(" ").upper() + (" ..." if len(octets) > _MAX_OCTETS else "")
    word = next((word for word, pattern in _WORDS if pattern.fullmatch(octets)), "")
    return f"the octets {written} ({word})" if word else f"the octets {written}"
