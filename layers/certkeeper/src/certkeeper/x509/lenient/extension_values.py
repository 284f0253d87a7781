"""Values of extensions (RFC 5280 section 4.2) in strict DER, where nothing depends on what is odd about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.x509.der import BIT_STRING, INTEGER, OBJECT_IDENTIFIER, SEQUENCE
from certkeeper.x509.lenient.elements import BOOLEAN, identifier, only, rewritten, unassigned, written
from certkeeper.x509.lenient.names import name, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.x509.der import Node

_OTHER, _MAIL, _DNS, _X400, _DIRECTORY, _EDI, _URI, _ADDRESS, _REGISTERED = (
    *(0xA0, 0x81, 0x82, 0xA3, 0xA4, 0xA5, 0x86),
    *(0x87, 0x88),
)
"""The tags of a GeneralName: RFC 5280 section 4.2.1.6."""
_TEXTS = {_MAIL, _DNS, _URI}
_NOT_READ = {_X400, _EDI}
"""Forms that the library does not know, and that no TLS client asks for."""
_ADDRESS_OCTETS = {4, 16}
_MAX_NAMES = 10_000
"""The most names that are read of one extension; a file has room for so many."""
_PERMITTED, _EXCLUDED = 0xA0, 0xA1
"""The subtrees of name constraints: RFC 5280 section 4.2.1.10."""
_MINIMUM = 0x80
_KEY_IDENTIFIER = 0x80
"""The key identifier of an authority key identifier: RFC 5280 section 4.2.1.1."""
_KEY_AGREEMENT, _ENCIPHER_ONLY, _DECIPHER_ONLY = 4, 0, 7
"""Bits of key usage: the fifth, the eighth and the ninth, counted from the highest (RFC 5280 section 4.2.1.3)."""


def as_der(value: bytes) -> bytes:
    """Return any value with lengths as DER has them, and without what is behind it."""
    return rewritten(only(value))


def basic_constraints(value: bytes) -> bytes:
    """Return basic constraints without a default that is written out, and without a path length of what is no CA."""
    parts = _sequence(value)
    is_ca = bool(parts) and parts[0].tag == BOOLEAN and any(parts[0].content)
    lengths = [part for part in parts if part.tag == INTEGER]
    if len(parts) - len(lengths) > (parts[0].tag == BOOLEAN if parts else 0) or len(lengths) > 1:
        raise ValueError("no basic constraints")
    if any(length.number() < 0 for length in lengths):
        raise ValueError("a negative path length")
    kept = [written(INTEGER, _shortest(length.content)) for length in lengths if is_ca]
    return written(SEQUENCE, *((written(BOOLEAN, b"\xff"), *kept) if is_ca else ()))


def alternative_names(value: bytes) -> bytes:
    """Return alternative names without those that no client asks for and that the library cannot read.

    Texts become UTF-8. Raises ValueError if an element is no name at all.
    """
    found = only(value)
    if found.tag != SEQUENCE:
        raise ValueError("no names")
    return written(SEQUENCE, *_general_names(found.children(_MAX_NAMES)))


def key_usage(value: bytes) -> bytes:
    """Return a key usage without encipherOnly and decipherOnly where keyAgreement is missing, and without spare bits.

    RFC 5280 section 4.2.1.3 leaves their meaning open then.
    """
    bits = only(value)
    if bits.tag != BIT_STRING or len(bits.content) < 2:  # noqa: PLR2004 - the number of spare bits, and bits
        raise ValueError("no key usage")
    spare, *octets = bits.content[:3]
    octets[-1] &= 0xFF << spare & 0xFF if len(bits.content) == len(octets) + 1 else 0xFF
    if not octets[0] & 1 << 7 - _KEY_AGREEMENT:
        octets = [octets[0] & ~1 & 0xFF]
    return written(BIT_STRING, bytes((_spare(octets[-1]), *octets)))


def extended_key_usage(value: bytes) -> bytes:
    """Return an extended key usage that names a purpose of nobody's where it names none."""
    purposes = _sequence(value)
    if any(purpose.tag != OBJECT_IDENTIFIER for purpose in purposes):
        raise ValueError("no purposes")
    kept = [written(OBJECT_IDENTIFIER, purpose.content) for purpose in purposes]
    return written(SEQUENCE, *(kept or [written(OBJECT_IDENTIFIER, unassigned(0))]))


def authority_key(value: bytes) -> bytes:
    """Return an authority key identifier with the key's identifier alone, if it has one."""
    identifiers = [part.content for part in _sequence(value) if part.tag == _KEY_IDENTIFIER]
    return written(SEQUENCE, *(written(_KEY_IDENTIFIER, one) for one in identifiers[:1]))


def name_constraints(value: bytes) -> bytes | None:
    """Return name constraints without defaults that are written out, and without forms that no TLS client asks for.

    None if nothing is left of them: then they constrain nothing.
    """
    trees = [(tree.tag, [each for branch in tree.children() for each in _subtree(branch)]) for tree in _sequence(value)]
    if any(tag not in {_PERMITTED, _EXCLUDED} for tag, _ in trees):
        raise ValueError("no name constraints")
    kept = [written(tag, *branches) for tag, branches in trees if branches]
    return written(SEQUENCE, *kept) if kept else None


def _subtree(branch: Node) -> Iterator[bytes]:
    constrained, *bounds = branch.children()
    if any(bound.tag != _MINIMUM or any(bound.content) for bound in bounds):
        raise ValueError("bounds, which RFC 5280 section 4.2.1.10 does not allow")
    if constrained.tag not in _NOT_READ:
        yield written(SEQUENCE, _directory(constrained) if constrained.tag == _DIRECTORY else rewritten(constrained))


def _general_names(nodes: tuple[Node, ...]) -> Iterator[bytes]:
    for node in nodes:
        if node.tag in _TEXTS:
            yield written(node.tag, text(node.content).encode())
        elif node.tag == _ADDRESS:
            if len(node.content) in _ADDRESS_OCTETS:
                yield written(node.tag, node.content)
        elif node.tag == _DIRECTORY:
            yield _directory(node)
        elif node.tag == _OTHER:
            kind, value = node.children()
            yield written(node.tag, identifier(kind), rewritten(value))
        elif node.tag == _REGISTERED:
            yield written(node.tag, node.content)
        elif node.tag not in _NOT_READ:
            raise ValueError("no name")


def _directory(directory: Node) -> bytes:
    """Return a GeneralName that is a directory name, in DER."""
    (inside,) = directory.children()
    return written(_DIRECTORY, name(inside))


def _sequence(value: bytes) -> tuple[Node, ...]:
    found = only(value)
    if found.tag != SEQUENCE:
        raise ValueError("no sequence")
    return found.children()


def _shortest(number: bytes) -> bytes:
    """Return the content of an INTEGER without octets that say nothing (X.690 section 8.3.2)."""
    while len(number) > 1 and (number[0], number[1] >> 7) in {(0, 0), (0xFF, 1)}:
        number = number[1:]
    return number


def _spare(octet: int) -> int:
    """Return how many bits of the last octet are not set, from the lowest: DER leaves them out (section 11.2.2)."""
    return (octet & -octet).bit_length() - 1 if octet else 0
