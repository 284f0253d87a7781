"""The kind of an element, recognised by its structure, and the certificates in a PKCS#7 file.

Labels and file names may be wrong, and some files have neither.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from certkeeper.domain.uploads.limits import MAX_CERTIFICATES
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import (
    BIT_STRING,
    CONTEXT_0,
    GENERALIZED_TIME,
    INTEGER,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    UTC_TIME,
    read_node,
)

if TYPE_CHECKING:
    from certkeeper.x509.der import Node


_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
"""The object identifier 1.2.840.113549.1.7.2 of signed data (RFC 5652 section 5.1)."""


class Kind(Enum):
    """Kinds of elements. OTHER neither helps nor harms, as parameters of curves and revocation lists."""

    CERTIFICATE = auto()
    KEY = auto()
    ENCRYPTED_KEY = auto()
    TRADITIONAL_KEY = auto()
    PKCS7 = auto()
    PFX = auto()
    REQUEST = auto()
    PUBLIC_KEY = auto()
    OTHER = auto()


_MAX_IN_REQUEST = 4
"""The most parts of the signed part of a request: version, subject, key, attributes (RFC 2986 section 4.1).

That of a certificate has at least six.
"""

_VERSION, _SEQUENCE = bytes([CONTEXT_0]), bytes([SEQUENCE])
"""The signed part of a certificate begins with its version, except in version 1, and an algorithm follows (RFC 5280
section 4.1). OCSP requests begin in the same way, but no algorithm follows (RFC 6960 section 4.1.1)."""

_SHAPES: dict[tuple[int, ...], Kind] = {
    (SEQUENCE, BIT_STRING): Kind.PUBLIC_KEY,  # RFC 5280 section 4.1
    (INTEGER, INTEGER): Kind.PUBLIC_KEY,  # RFC 8017 appendix A.1.1
    (SEQUENCE, OCTET_STRING): Kind.ENCRYPTED_KEY,  # RFC 5958 section 3
    (OBJECT_IDENTIFIER, CONTEXT_0): Kind.PKCS7,  # RFC 5652 section 3
}
"""Kinds by the tags of all parts."""
_BEGINNINGS: dict[tuple[int, ...], Kind] = {
    (INTEGER, SEQUENCE, OCTET_STRING): Kind.KEY,  # PKCS#8: RFC 5958 section 2
    (INTEGER, OCTET_STRING): Kind.KEY,  # SEC1: RFC 5915 section 3
    (INTEGER,) * 6: Kind.KEY,  # PKCS#1: RFC 8017 appendix A.1.2, and DSA as OpenSSL writes it
    (INTEGER, SEQUENCE): Kind.PFX,  # RFC 7292 section 4
}
"""Kinds by the tags of the first parts; the first match decides."""


def kind_of(node: Node) -> Kind:
    """Return the kind of an element, given as a node."""
    if node.tag != SEQUENCE:
        return Kind.OTHER
    try:
        return _kind_of_parts(node)
    except UploadRefusedError:
        return Kind.OTHER


def _kind_of_parts(node: Node) -> Kind:
    if node.content.startswith(_SEQUENCE):
        inside, after = node.first_extent()
        if node.content.startswith(_VERSION, inside) and node.content.startswith(_SEQUENCE, after):
            return Kind.CERTIFICATE
    tags = node.tags()
    if tags == (SEQUENCE, SEQUENCE, BIT_STRING):
        return _kind_of_signed(node.first())
    beginnings = (kind for beginning, kind in _BEGINNINGS.items() if tags[: len(beginning)] == beginning)
    return _SHAPES.get(tags) or next(beginnings, Kind.OTHER)


def _kind_of_signed(to_be_signed: Node) -> Kind:
    """Return the kind of a signed element.

    Old certificates, requests and revocation lists are signed in the same way.
    """
    tags = to_be_signed.tags()
    if UTC_TIME in tags or GENERALIZED_TIME in tags:
        return Kind.OTHER
    is_request = len(tags) <= _MAX_IN_REQUEST and tags[:1] == (INTEGER,)
    return Kind.REQUEST if is_request else Kind.CERTIFICATE


def certificates_in_pkcs7(encoded: bytes) -> tuple[bytes, ...]:
    """Return the certificates of a PKCS#7 file (`encoded`, DER), each in DER.

    Raises UploadRefusedError if there are none or too many, or it is no signed data.
    """
    kind, explicit = read_node(encoded)[0].children()
    signed_data = explicit.children()
    if kind.content != _SIGNED_DATA or len(signed_data) != 1:
        raise UploadRefusedError(Refusal.CERTIFICATE_MISSING)
    sets = [part for part in signed_data[0].children() if part.tag == CONTEXT_0]
    found = [choice.encoded for part in sets for choice in part.children() if choice.tag == SEQUENCE]
    if not found:
        raise UploadRefusedError(Refusal.CERTIFICATE_MISSING)
    if len(found) > MAX_CERTIFICATES:
        raise UploadRefusedError(Refusal.TOO_MANY_CERTIFICATES)
    return tuple(found)
