"""Elements of BER read under the name of a part, and elements written in DER (ITU-T X.690 sections 8 and 10)."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertkeeperError
from certkeeper.domain.uploads.refusals import UploadRefusedError
from certkeeper.x509.der import OBJECT_IDENTIFIER, read_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.domain.uploads.parts import Part
    from certkeeper.x509.der import Node

UTF8_STRING, BOOLEAN = 0x0C, 0x01
"""Tags of X.680 section 8.4 that only the readable copy needs."""

_CONSTRUCTED = 0x20
_MAX_DEPTH = 16
"""The deepest nesting of a part that is written again; those of RFC 5280 have at most eight levels."""
_CONTINUED = 0x80
"""The bit of an octet of an object identifier that more octets of the same arc follow (X.690 section 8.19.2)."""
_MAX_ARC_BITS = 128
"""The most bits of one arc of an object identifier that the library reads."""
_MAX_IDENTIFIER_OCTETS = 63
"""The most octets of an object identifier that the library reads."""
_UNASSIGNED = bytes.fromhex("8837")
"""The object identifier 2.999, which is for examples and never assigned (ITU-T X.660, A.7)."""


class UnreadablePartError(CertkeeperError):
    """A part of a certificate cannot be read, however leniently."""

    def __init__(self, part: Part) -> None:
        super().__init__(f"the {part} of the certificate cannot be read")
        self.part = part


@contextmanager
def reading(part: Part) -> Iterator[None]:
    """Turn whatever goes wrong inside into UnreadablePartError for this part, unless it names a part already."""
    try:
        yield
    except (UploadRefusedError, ValueError, LookupError, OverflowError) as error:
        raise UnreadablePartError(part) from error


def written(tag: int, *parts: bytes) -> bytes:
    """Return one element in DER: its tag, its length in as few octets as possible, and the parts as its content."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:  # noqa: PLR2004 - the short form, X.690 section 8.1.3.4
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def rewritten(node: Node, depth: int = 0) -> bytes:
    """Return an element and all in it with lengths as DER has them; raise ValueError if it is nested too deep."""
    if not node.tag & _CONSTRUCTED:
        return written(node.tag, node.content)
    if depth == _MAX_DEPTH:
        raise ValueError("nested too deep")
    return written(node.tag, *(rewritten(child, depth + 1) for child in node.children()))


def only(encoded: bytes) -> Node:
    """Return the first element of some bytes; what is behind it is left out, as OpenSSL does."""
    return read_node(encoded)[0]


def identifier(node: Node, number: int = 0) -> bytes:
    """Return an OBJECT IDENTIFIER as the library reads it; one that it cannot read becomes 2.999 and `number`.

    Raises ValueError if the element is none.
    """
    if node.tag != OBJECT_IDENTIFIER or not node.content:
        raise ValueError("no object identifier")
    return written(node.tag, node.content if _is_readable(node.content) else unassigned(number))


def unassigned(number: int) -> bytes:
    """Return the content of an object identifier that nobody has: 2.999 and a number from 0 to 16,383."""
    arc = bytes((number,)) if number < 0x80 else bytes((0x80 | number >> 7, number & 0x7F))  # noqa: PLR2004 - 7 bits
    return _UNASSIGNED + arc


def _is_readable(content: bytes) -> bool:
    """Whether each arc of an object identifier begins with other than zeros, is whole, and has at most 128 bits."""
    if len(content) > _MAX_IDENTIFIER_OCTETS or content[-1] & _CONTINUED:
        return False
    arc, is_begun = 0, False
    for octet in content:
        if not is_begun and octet == _CONTINUED:  # a leading zero
            return False
        arc = arc << 7 | octet & ~_CONTINUED
        is_begun = bool(octet & _CONTINUED)
        if arc.bit_length() > _MAX_ARC_BITS:
            return False
        arc = arc if is_begun else 0
    return True
