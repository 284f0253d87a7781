"""The parts of a certificate as they came, before any of them is judged: RFC 5280 section 4.1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.uploads.parts import Part
from certkeeper.x509.der import BIT_STRING, CONTEXT_0, OBJECT_IDENTIFIER, read_node
from certkeeper.x509.lenient.elements import reading
from certkeeper.x509.lenient.names import name
from certkeeper.x509.lenient.shell import text_of_name

if TYPE_CHECKING:
    from certkeeper.x509.der import Node

_ALWAYS = 6
"""The parts of the signed part that every certificate has."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The parts of a certificate. `version` is None where it is left out, `behind` are ids and extensions."""

    tbs: Node
    version: Node | None
    serial: Node
    algorithm: Node
    issuer: Node
    dates: Node
    subject: Node
    key: Node
    behind: tuple[Node, ...]
    outer_algorithm: Node
    signature: Node


def fields_of(encoded: bytes) -> Fields:
    """Return the parts of a certificate (`encoded`, BER); raise UnreadablePartError if they are others."""
    with reading(Part.STRUCTURE):
        tbs, outer_algorithm, signature = read_node(encoded)[0].children()
        parts = tbs.children()
        version = parts[0] if parts[0].tag == CONTEXT_0 else None
        parts = parts[1:] if version else parts
        serial, algorithm, issuer, dates, subject, key = parts[:_ALWAYS]
        if signature.tag != BIT_STRING or not signature.content:
            raise ValueError("no signature")
        return Fields(
            tbs,
            version,
            serial,
            algorithm,
            issuer,
            dates,
            subject,
            key,
            parts[_ALWAYS:],
            outer_algorithm,
            signature,
        )


def key_bits(fields: Fields) -> bytes:
    """Return the bits of the public key, by which the certificate of a private key is found; empty if there are none.

    RFC 5280 section 4.1.2.7.
    """
    with reading(Part.KEY):
        _, bits = fields.key.children()
        return bits.content[1:]


def subject_of(fields: Fields) -> str:
    """Return the subject as facts have it; raise UnreadablePartError if it cannot be read."""
    with reading(Part.SUBJECT):
        return text_of_name(name(fields.subject))


def key_algorithm(fields: Fields) -> tuple[bytes, Node | None]:
    """Return the kind of the public key, the content of an OBJECT IDENTIFIER, and its parameters if there are any."""
    with reading(Part.KEY):
        algorithm, _ = fields.key.children()
        kind, *parameters = algorithm.children()
        if kind.tag != OBJECT_IDENTIFIER:
            raise ValueError("no kind of key")
        return kind.content, parameters[0] if parameters else None
