"""PEM (RFC 7468, and RFC 1421 for encrypted keys) as people send it (ADR 40).

Any text around, any line lengths, nothing dropped.

Other readers of PEM skip what they do not understand. Here each BEGIN line has to lead to a block, or the whole is
refused: a chain that lost a certificate on its way must not pass for a shorter one.
"""

from __future__ import annotations

import itertools
import re
from base64 import b64encode
from binascii import a2b_base64
from typing import TYPE_CHECKING, NamedTuple

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.reading.text import from_base64

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKER = re.compile(r"(?<!-)-{2,}+[ \t]*+(BEGIN|END)[ \t]++([A-Z0-9][A-Z0-9# ]{0,60}?)[ \t]*+(?=-{2,})")
"""A BEGIN or END line; two dashes are enough, since people lose some. Linear: no part of it can match in two ways."""

_DASHES = re.compile(r"-*+")

_RELEVANT_WORDS = re.compile(r"CERTIFICATE|KEY|PKCS|CMS|SSH")
"""Words in labels of blocks that are read. Blocks with other labels are text around: parameters, revocation lists,
mails."""

_BEGINNING = re.compile(r"BEGIN [A-Z0-9 ]{0,40}?(?:CERTIFICATE|KEY|PKCS7|PKCS12)\b")
"""A text that reads like a BEGIN line, with or without its dashes."""

_STRICT = re.compile(
    r"-----BEGIN ([A-Z0-9]++(?: [A-Z0-9]++){0,6}+)-----\n([A-Za-z0-9+/\n]++={0,2}+\n?+)-----END \1-----\n?+"
)
"""A block as programs write it: RFC 7468 section 3."""

_PROCESS_TYPE = re.compile(r"Proc-Type:\s*+4,\s*+ENCRYPTED")
"""Headers of an encrypted key: RFC 1421 sections 4.6.1.1 and 4.6.1.3."""
_DEK_INFO = re.compile(r"DEK-Info:\s*+([A-Za-z0-9-]{1,40}),([0-9A-Fa-f]{1,64})\b")
_MAX_BLOCKS = 64
"""The most blocks of one text: more than an upload may have certificates and keys."""
_MIN_BYTES = 6
"""`from_base64` accepts eight letters and more."""


class Block(NamedTuple):
    """One block. `content` is None if it is not base64; `dek_info` has the algorithm and the IV of an encrypted key."""

    label: str
    content: bytes | None
    dek_info: str = ""

    def encrypted_pem(self) -> bytes:
        """Return an encrypted key as RFC 1421 section 4.6 writes it, which is how libraries read it."""
        body = b64encode(self.content or b"").decode("ascii")
        headers = f"Proc-Type: 4,ENCRYPTED\nDEK-Info: {self.dek_info}\n"
        return f"-----BEGIN {self.label}-----\n{headers}\n{body}\n-----END {self.label}-----\n".encode("ascii")

    def __repr__(self) -> str:
        """Return a text without the content, which may be a key: a repr ends up in logs."""
        return f"Block(label={self.label!r})"


def blocks_of(text: str) -> tuple[Block, ...] | None:
    """Return all blocks of a text, or None if there is nothing of PEM in it.

    Raises UploadRefusedError if a BEGIN or END line has no counterpart.
    """
    if blocks := _strict_blocks(text):
        return blocks
    return _lenient_blocks(text) if _has_beginnings(text) else None


def _has_beginnings(text: str) -> bool:
    return next(_markers(text), None) is not None or _BEGINNING.search(text) is not None


def _strict_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks if the text has nothing but blocks as programs write them: in a third of the time."""
    blocks: list[Block] = []
    position = 0
    while block := _STRICT.match(text, position):
        try:
            content = a2b_base64(block[2])
        except ValueError:
            return ()
        if len(content) < _MIN_BYTES or len(blocks) == _MAX_BLOCKS or not _RELEVANT_WORDS.search(block[1]):
            return ()
        blocks.append(Block(block[1], content))
        position = block.end()
    return tuple(blocks) if position == len(text) else ()


def _lenient_blocks(text: str) -> tuple[Block, ...]:
    relevant = (marker for marker in _markers(text) if _RELEVANT_WORDS.search(marker[2]))
    markers = list(itertools.islice(relevant, 2 * _MAX_BLOCKS + 1))
    if len(markers) > 2 * _MAX_BLOCKS:
        raise UploadRefusedError(Refusal.TOO_MANY_CERTIFICATES)
    blocks = tuple(_paired(text, markers))
    beginnings = sum(1 for marker in markers if marker[1] == "BEGIN" and _BEGINNING.search(f"BEGIN {marker[2]}"))
    if sum(1 for _ in _BEGINNING.finditer(text)) > beginnings:
        raise UploadRefusedError(Refusal.PARTLY_READ)
    return blocks


def _markers(text: str) -> Iterator[re.Match[str]]:
    """Yield the BEGIN and END lines, searched where dashes begin.

    A pattern with a lookbehind is tried at each character.
    """
    start = text.find("--")
    while start >= 0:
        marker = _MARKER.match(text, start)
        if marker:
            yield marker
        start = text.find("--", marker.end() if marker else _after_dashes(text, start))


def _after_dashes(text: str, start: int) -> int:
    dashes = _DASHES.match(text, start)
    return dashes.end() if dashes else start


def _paired(text: str, markers: list[re.Match[str]]) -> Iterator[Block]:
    if len(markers) % 2:
        raise UploadRefusedError(Refusal.PARTLY_READ)
    for begin, end in zip(markers[::2], markers[1::2], strict=True):
        label = " ".join(begin[2].split())
        if (begin[1], end[1]) != ("BEGIN", "END") or " ".join(end[2].split()) != label:
            raise UploadRefusedError(Refusal.PARTLY_READ)
        yield _block(label, text[begin.end() : end.start()].lstrip("-"))


def _block(label: str, body: str) -> Block:
    if ":" not in body:
        return Block(label, from_base64(body))
    dek_info = _DEK_INFO.search(body)
    for header in (_PROCESS_TYPE, _DEK_INFO):
        body = header.sub("", body, count=1)
    body = "\n".join(line for line in body.split("\n") if ":" not in line)
    return Block(label, from_base64(body), f"{dek_info[1].upper()},{dek_info[2].upper()}" if dek_info else "")
