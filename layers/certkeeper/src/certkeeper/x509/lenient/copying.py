"""The readable copy of a certificate: the same parts in strict DER, as far as they can be read.

The library reads facts from it. It is never stored, and its signature never fits: what is signed are the bytes as they
came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.uploads.parts import Part
from certkeeper.x509.der import BIT_STRING, CONTEXT_0, INTEGER, SEQUENCE
from certkeeper.x509.lenient.dates import dates
from certkeeper.x509.lenient.elements import identifier, reading, rewritten, written
from certkeeper.x509.lenient.extensions import Extensions
from certkeeper.x509.lenient.fields import fields_of
from certkeeper.x509.lenient.names import name
from certkeeper.x509.lenient.shell import CONTEXT_3, reads_algorithm, reads_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.x509.der import Node

_WITHOUT_PARAMETERS = (
    bytes.fromhex("2a8648ce3d0401"),  # ecdsa-with-SHA1: RFC 3279 section 2.2.3
    *(bytes.fromhex(f"2a8648ce3d04030{arc}") for arc in range(1, 5)),  # ecdsa-with-SHA2: RFC 5758 section 3.2
    *(bytes.fromhex(f"60864801650304030{arc}") for arc in range(1, 5)),  # id-dsa-with-sha2: RFC 5758 section 3.1
    bytes.fromhex("2b6570"),  # Ed25519: RFC 8410 section 3
    bytes.fromhex("2b6571"),  # Ed448
)
"""Algorithms of signatures that have no parameters, though some programs write NULL."""
_VERSION_3 = written(CONTEXT_0, written(INTEGER, b"\x02"))
_MAX_VERSION = 255
"""The highest version that is read as version 3. There are three; OpenSSL reads any number."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A readable copy (`encoded`, DER), and what only the bytes as they came say.

    `tbs` is the signed part with its header, `signature` its signature, `version` the version as people count it.
    `oddities` are the parts that had to be changed, each once.
    """

    encoded: bytes
    tbs: bytes
    signature: bytes
    version: int
    oddities: tuple[Part, ...]


def copy_of(encoded: bytes) -> Copy:
    """Return the readable copy of a certificate (`encoded`, BER).

    Raises UnreadablePartError for the first part that cannot be read, and nothing else.
    """
    fields = fields_of(encoded)
    extensions = Extensions()
    oddities: list[Part] = []

    def part(which: Part, node: Node, rewrite: Callable[[Node], bytes]) -> bytes:
        with reading(which):
            found = rewrite(node)
        if found != node.encoded and which is not Part.EXTENSIONS:
            oddities.append(which)
        return found

    def behind(node: Node) -> bytes:
        return extensions.rewrite(node) if node.tag == CONTEXT_3 else rewritten(node)

    with reading(Part.SIGNATURE_ALGORITHM):
        if rewritten(fields.algorithm) != rewritten(fields.outer_algorithm):
            raise ValueError("RFC 5280 section 4.1.1.2: the two have to be the same")
    algorithm = part(Part.SIGNATURE_ALGORITHM, fields.algorithm, _algorithm)
    signed = written(
        SEQUENCE,
        part(Part.VERSION, fields.version, _version) if fields.version else b"",
        part(Part.SERIAL, fields.serial, _integer),
        algorithm,
        part(Part.ISSUER, fields.issuer, name),
        part(Part.DATES, fields.dates, dates),
        part(Part.SUBJECT, fields.subject, name),
        part(Part.KEY, fields.key, _key),
        *(part(Part.EXTENSIONS, node, behind) for node in fields.behind),
    )
    copy = written(SEQUENCE, signed, algorithm, written(BIT_STRING, fields.signature.content))
    found = tuple(dict.fromkeys((*oddities, *extensions.oddities)))
    if not found and copy != encoded:
        found = (Part.STRUCTURE,)
    version = _number_of(fields.version) + 1 if fields.version else 1
    return Copy(copy, fields.tbs.encoded, fields.signature.content[1:], version, found)


def _number_of(version: Node) -> int:
    with reading(Part.VERSION):
        (number,) = version.children()
        if not 0 <= number.number() <= _MAX_VERSION:
            raise ValueError("no version")
        return number.number()


def _version(node: Node) -> bytes:
    """Return version 3 for version 2 and any later one, and nothing for version 1, which is the default."""
    return _VERSION_3 if _number_of(node) else b""


def _integer(node: Node) -> bytes:
    """Return an INTEGER in as few octets as possible: X.690 section 8.3.2."""
    number, size = node.number(), len(node.content)
    if not size:
        raise ValueError("no number")
    return written(INTEGER, number.to_bytes(max(1, (number + (number < 0)).bit_length() // 8 + 1), "big", signed=True))


def _algorithm(node: Node) -> bytes:
    """Return an AlgorithmIdentifier without parameters where it has none by its definition."""
    kind, *parameters = node.children()
    if kind.content in _WITHOUT_PARAMETERS:
        parameters = []
    encoded = written(SEQUENCE, identifier(kind), *map(rewritten, parameters))
    if not reads_algorithm(encoded):
        raise ValueError("an algorithm that the library cannot read")
    return encoded


def _key(node: Node) -> bytes:
    """Return a SubjectPublicKeyInfo in DER."""
    encoded = rewritten(node)
    if not reads_key(encoded):
        raise ValueError("a key that the library cannot read")
    return encoded
