"""A reader of BER that inspects an upload before any library decrypts it (ITU-T X.690 section 8.1) (ADR 40).

Every step is linear in what it reads. General ASN.1 libraries are not: asn1crypto takes 14 s for one tag of 256 KB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

INTEGER, BIT_STRING, OCTET_STRING, OBJECT_IDENTIFIER = 0x02, 0x03, 0x04, 0x06
"""Tags of X.680: the universal ones by section 8.4, constructed where a type has parts."""
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
SEQUENCE, SET = 0x30, 0x31
CONTEXT_0, CONTEXT_1 = 0xA0, 0xA1
"""The tags [0] and [1] of a context, constructed."""

_FIRST_PARTS = {bytes([tag]) for tag in (INTEGER, OBJECT_IDENTIFIER, SEQUENCE)}
_CONSTRUCTED = 0x20
"""The bit of a tag whose content are elements (X.690 section 8.1.2.5)."""
_LONG_TAG = 0x1F
"""A tag number that goes on in further octets (section 8.1.2.4); nothing that is read here by its tag has one."""
_MAX_TAG_OCTETS = 5
"""The most further octets of a tag: 35 bits, more than the 31 of any library."""
_MORE_TAG_OCTETS = 0x80
"""The bit of a further octet of a tag that says that another one follows (section 8.1.2.4.2)."""
_INDEFINITE = 0x80
"""The first octet of a length that an end mark ends (section 8.1.3.6)."""
_MAX_LENGTH_OCTETS = 8
"""The most octets of a length in the long form (X.690 section 8.1.3.5). BER may begin it with zeros."""
_MAX_CHILDREN = 256
"""The most children of one element; a certificate chain in PKCS#12 has fewer."""
_MAX_INDEFINITE_DEPTH = 32
"""The deepest nesting of elements with indefinite lengths, of strings in pieces, and of what is written anew in DER."""
_END_MARK = 2
"""The octets of the end-of-contents mark (section 8.1.5)."""


class Node(NamedTuple):
    """One element: `tag` is its identifier octet, `content` what is inside, `encoded` the whole with its header."""

    tag: int
    content: bytes
    encoded: bytes

    def __repr__(self) -> str:
        """Return a text without the content, which may be a key: a repr ends up in logs."""
        return f"Node(tag={self.tag:#x}, {len(self.encoded)} bytes)"

    def children(self, most: int = _MAX_CHILDREN) -> tuple[Node, ...]:
        """Return the elements inside; raise UploadRefusedError if it can have none, or has more than `most`."""
        self._require_constructed()
        content, found = self.content, []
        start, end = 0, len(content)
        while start < end:  # not `each`: a generator takes twice the time, and this is most of an upload
            node, start = _read(content, start)
            found.append(node)
            if len(found) > most:
                raise UploadRefusedError(Refusal.UNREADABLE)
        return tuple(found)

    def each(self) -> Iterator[Node]:
        """Yield the elements inside, however many; raise UploadRefusedError if the element can have none."""
        self._require_constructed()
        start, end = 0, len(self.content)
        while start < end:
            node, start = _read(self.content, start)
            yield node

    def require(self, count: int) -> tuple[Node, ...]:
        """Return the elements inside; raise UploadRefusedError if there are fewer than `count`."""
        parts = self.children()
        if len(parts) < count:
            raise UploadRefusedError(Refusal.UNREADABLE)
        return parts

    def tags(self) -> tuple[int, ...]:
        """Return the tags of the elements inside, without reading their contents.

        Raises UploadRefusedError if the element can have none, or has too many.
        """
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
        """Return the first of the elements inside; raise UploadRefusedError if there is none."""
        self._require_constructed()
        return _read(self.content, 0)[0]

    def first_extent(self) -> tuple[int, int]:
        """Return where in the content the first inner element's content begins and ends, even if it is cut off.

        Raises UploadRefusedError if there is no element.
        """
        self._require_constructed()
        _, inside, after = _extent(self.content, 0)
        return inside, after

    def _require_constructed(self) -> None:
        if not self.tag & _CONSTRUCTED:
            raise UploadRefusedError(Refusal.UNREADABLE)

    def octets(self, depth: int = _MAX_INDEFINITE_DEPTH) -> bytes:
        """Return the content of an OCTET STRING, which BER may write in pieces under whatever tag.

        The pieces may be many: Bouncy Castle writes some of a single octet. They may be in pieces themselves, to a
        depth. Raises UploadRefusedError if they are deeper or cannot be read.
        """
        if not self.tag & _CONSTRUCTED:
            return self.content
        if not depth:
            raise UploadRefusedError(Refusal.UNREADABLE)
        return b"".join(piece.octets(depth - 1) for piece in self.each())

    def number(self) -> int:
        """Return the value of an INTEGER; raise UploadRefusedError if the element is none."""
        if self.tag != INTEGER:
            raise UploadRefusedError(Refusal.UNREADABLE)
        return int.from_bytes(self.content, "big", signed=True)


def read_node(data: bytes) -> tuple[Node, bytes]:
    """Return the first element of the data, and the data after it; raise UploadRefusedError if there is none."""
    node, end = _read(data, 0)
    return node, data[end:]


def is_cut_off(data: bytes) -> bool:
    """Return whether data that hold no whole element are the beginning of a file: its end is missing.

    What begins a file is a SEQUENCE, whose first part is a SEQUENCE, an INTEGER or an OBJECT IDENTIFIER.
    """
    position = 0
    while position < len(data):
        try:
            tag, inside, length = _header(data, position)
        except UploadRefusedError:
            return position > 0 and len(data) - position < _END_MARK
        if position == 0 and (tag != SEQUENCE or data[inside : inside + 1] not in _FIRST_PARTS):
            return False
        if length is not None and (position == 0 or inside + length > len(data)):
            return inside + length > len(data)
        position = inside + (length or 0)
    return bool(data)


def in_der(node: Node) -> bytes:
    """Return an element (`node`) with all lengths as DER has them (X.690 section 10.1), its strings in one piece.

    Values are left as they are. Raises UploadRefusedError if elements are nested deeply.
    """
    return _in_der(node, _MAX_INDEFINITE_DEPTH)


def _in_der(node: Node, depth: int) -> bytes:
    if not depth:
        raise UploadRefusedError(Refusal.UNREADABLE)
    if node.tag == OCTET_STRING | _CONSTRUCTED:
        return der(OCTET_STRING, node.octets())
    if node.tag & _LONG_TAG == _LONG_TAG:
        return node.encoded
    if not node.tag & _CONSTRUCTED:
        return der(node.tag, node.content)
    return der(node.tag, b"".join(_in_der(child, depth - 1) for child in node.children()))


def der(tag: int, content: bytes) -> bytes:
    """Return one element in DER (X.690 section 10.1), with a tag of one octet and this content."""
    size = len(content)
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    header = bytes([tag, size] if size < _INDEFINITE else [tag, _INDEFINITE | len(octets), *octets])
    return header + content


def _read(data: bytes, start: int) -> tuple[Node, int]:
    head = data[start : start + 2]
    if len(head) == 2 and head[1] < _INDEFINITE and head[0] & _LONG_TAG != _LONG_TAG:  # noqa: PLR2004 - tag and length
        inside = start + 2  # nearly every element is short: this way takes half the time
        end = inside + head[1]
        if end > len(data):
            raise UploadRefusedError(Refusal.UNREADABLE)
        return Node(head[0], data[inside:end], data[start:end]), end
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
    """Return the tag, where the content begins, and its length, which is None if an end mark ends it."""
    inside = start + 2
    try:
        tag, first = data[start:inside]
        if tag & _LONG_TAG == _LONG_TAG:
            inside = _end_of_tag(data, start) + 1
            first = data[inside - 1]
    except (ValueError, IndexError):
        raise UploadRefusedError(Refusal.UNREADABLE) from None
    if first < _INDEFINITE:
        return tag, inside, first
    if first == _INDEFINITE and tag & _CONSTRUCTED:
        return tag, inside, None
    content = inside + first - _INDEFINITE
    if not inside < content <= inside + _MAX_LENGTH_OCTETS:
        raise UploadRefusedError(Refusal.UNREADABLE)
    return tag, content, int.from_bytes(data[inside:content], "big")


def _end_of_tag(data: bytes, start: int) -> int:
    """Return where the tag ends that begins at a position and has further octets; raise IndexError if it does not."""
    for position in range(start + 1, start + 1 + _MAX_TAG_OCTETS):
        if not data[position] & _MORE_TAG_OCTETS:
            return position + 1
    raise IndexError


def _extent(data: bytes, start: int) -> tuple[int, int, int]:
    """Return the tag, where the content begins, and where the next element begins."""
    tag, inside, length = _header(data, start)
    return tag, inside, _end_of_indefinite(data, inside) if length is None else inside + length


def _end_of_indefinite(data: bytes, position: int) -> int:
    """Return the position after the end mark that belongs to the element whose content begins at a position."""
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
