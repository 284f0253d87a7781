"""Just enough BER to look into an upload before any library decrypts it: ITU-T X.690 section 8.1.

Every step is linear in what it reads. General ASN.1 libraries are not: asn1crypto takes 14 s for one tag of 256 KB.
"""

from __future__ import annotations

from typing import NamedTuple

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError

INTEGER, BIT_STRING, OCTET_STRING, OBJECT_IDENTIFIER = 0x02, 0x03, 0x04, 0x06
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
SEQUENCE, SET = 0x30, 0x31
CONTEXT_0, CONTEXT_1 = 0xA0, 0xA1
"""[0] and [1], constructed."""

_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F
_INDEFINITE = 0x80
_MAX_LENGTH_OCTETS = 4
_MAX_CHILDREN = 256
_MAX_INDEFINITE_DEPTH = 32
_END_MARK = 2


class Node(NamedTuple):
    """One element: `tag` is its identifier octet, `encoded` the whole of it with its header."""

    tag: int
    content: bytes
    encoded: bytes

    def __repr__(self) -> str:
        """Without the content, which may be a key: a repr ends in logs."""
        return f"Node(tag={self.tag:#x}, {len(self.encoded)} bytes)"

    def children(self) -> tuple[Node, ...]:
        """The elements inside. Raises UploadRefusedError where it has none to have, or too many."""
        self._require_constructed()
        found: list[Node] = []
        start, end = 0, len(self.content)
        while start < end and len(found) <= _MAX_CHILDREN:
            node, start = _read(self.content, start)
            found.append(node)
        if len(found) > _MAX_CHILDREN:
            raise UploadRefusedError(Refusal.UNREADABLE)
        return tuple(found)

    def tags(self) -> tuple[int, ...]:
        """The tags of the elements inside, which are not looked into. Raises UploadRefusedError as `children` does."""
        self._require_constructed()
        found: list[int] = []
        start, end = 0, len(self.content)
        while start < end and len(found) <= _MAX_CHILDREN:
            tag, _, start = _extent(self.content, start)
            found.append(tag)
        if start > end or len(found) > _MAX_CHILDREN:
            raise UploadRefusedError(Refusal.UNREADABLE)
        return tuple(found)

    def first(self) -> Node:
        """The first of the elements inside. Raises UploadRefusedError where there is none."""
        self._require_constructed()
        return _read(self.content, 0)[0]

    def first_extent(self) -> tuple[int, int]:
        """From where to where in the content the first element's content goes, whether or not there is so much.

        Raises UploadRefusedError where there is no element.
        """
        self._require_constructed()
        _, inside, after = _extent(self.content, 0)
        return inside, after

    def _require_constructed(self) -> None:
        if not self.tag & _CONSTRUCTED:
            raise UploadRefusedError(Refusal.UNREADABLE)

    def octets(self) -> bytes:
        """The content of an OCTET STRING, which BER may write in pieces, under whatever tag."""
        if not self.tag & _CONSTRUCTED:
            return self.content
        return b"".join(piece.octets() for piece in self.children())

    def number(self) -> int:
        """The value of an INTEGER. Raises UploadRefusedError where it is none."""
        if self.tag != INTEGER:
            raise UploadRefusedError(Refusal.UNREADABLE)
        return int.from_bytes(self.content, "big", signed=True)


def read_node(data: bytes) -> tuple[Node, bytes]:
    """The first element, and what follows it. Raises UploadRefusedError where there is none."""
    node, end = _read(data, 0)
    return node, data[end:]


def _read(data: bytes, start: int) -> tuple[Node, int]:
    tag, inside, length = _header(data, start)
    if length is None:
        after = _end_of_indefinite(data, inside)
        end = after - _END_MARK
    else:
        after = end = inside + length
    if after > len(data):
        raise UploadRefusedError(Refusal.UNREADABLE)
    return Node(tag, data[inside:end], data[start:after]), after


def _header(data: bytes, start: int) -> tuple[int, int, int | None]:
    """The tag, where the content begins, and its length: None where an end mark ends it."""
    inside = start + 2
    try:
        tag, first = data[start:inside]
    except ValueError:
        raise UploadRefusedError(Refusal.UNREADABLE) from None
    if tag & _LONG_TAG == _LONG_TAG:
        raise UploadRefusedError(Refusal.UNREADABLE)
    if first < _INDEFINITE:
        return tag, inside, first
    if first == _INDEFINITE and tag & _CONSTRUCTED:
        return tag, inside, None
    content = inside + first - _INDEFINITE
    if not inside < content <= inside + _MAX_LENGTH_OCTETS:
        raise UploadRefusedError(Refusal.UNREADABLE)
    return tag, content, int.from_bytes(data[inside:content], "big")


def _extent(data: bytes, start: int) -> tuple[int, int, int]:
    """The tag, where the content begins, and where the next element does."""
    tag, inside, length = _header(data, start)
    return tag, inside, _end_of_indefinite(data, inside) if length is None else inside + length


def _end_of_indefinite(data: bytes, position: int) -> int:
    """The position behind the end mark that belongs to the element whose content begins here."""
    depth = 1
    while depth:
        if data[position : position + 2] == b"\0\0":
            depth, position = depth - 1, position + 2
            continue
        _, position, length = _header(data, position)
        if length is None:
            depth += 1
            if depth > _MAX_INDEFINITE_DEPTH:
                raise UploadRefusedError(Refusal.UNREADABLE)
        else:
            position += length
    return position
