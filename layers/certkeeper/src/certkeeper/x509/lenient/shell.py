"""A small certificate around one part, so that the library itself says whether it reads the part.

It costs some 20 microseconds, however large the rest of the true certificate is.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from certkeeper.domain.printable import printable
from certkeeper.x509.der import BIT_STRING, CONTEXT_0, INTEGER, OBJECT_IDENTIFIER, SEQUENCE, UTC_TIME
from certkeeper.x509.lenient.elements import written

CONTEXT_3 = 0xA3
"""The tag [3], constructed, around the extensions (RFC 5280 section 4.1)."""
UNREADABLE = (
    ValueError,  # with most of what cryptography raises for bad content
    TypeError,
    OverflowError,
    KeyError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
"""What the library raises for content that it cannot read."""

_VERSION_3 = written(CONTEXT_0, written(INTEGER, b"\x02"))
_SERIAL = written(INTEGER, b"\x01")
_ED25519 = written(SEQUENCE, written(OBJECT_IDENTIFIER, bytes.fromhex("2b6570")))
"""The algorithm with the shortest keys: RFC 8410 section 3."""
_KEY = written(SEQUENCE, _ED25519, written(BIT_STRING, bytes(33)))
_SIGNATURE = written(BIT_STRING, bytes(65))
_DATES = written(SEQUENCE, written(UTC_TIME, b"200101000000Z"), written(UTC_TIME, b"300101000000Z"))
_NOBODY = written(SEQUENCE)


def text_of_name(name: bytes) -> str:
    """Return a Name (RFC 5280 section 4.1.2.4, DER) as facts have it; raise one of UNREADABLE if it is none."""
    return printable(_around(name, b"").subject.rfc4514_string())


def reads_extension(extension: bytes) -> bool:
    """Return whether the library reads an Extension (RFC 5280 section 4.1, DER)."""
    try:
        return len(_around(_NOBODY, written(CONTEXT_3, written(SEQUENCE, extension))).extensions) == 1
    except UNREADABLE:
        return False


def reads_key(key: bytes) -> bool:
    """Return whether the library reads a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7, DER), of whatever kind."""
    try:
        _around(_NOBODY, b"", key=key)
    except UNREADABLE:
        return False
    return True


def reads_algorithm(algorithm: bytes) -> bool:
    """Return whether the library reads the AlgorithmIdentifier of a signature (RFC 5280 section 4.1.1.2, DER)."""
    try:
        _around(_NOBODY, b"", algorithm=algorithm)
    except UNREADABLE:
        return False
    return True


def _around(subject: bytes, extensions: bytes, *, key: bytes = _KEY, algorithm: bytes = _ED25519) -> x509.Certificate:
    parts = (_VERSION_3, _SERIAL, algorithm, _NOBODY, _DATES, subject, key, extensions)
    return x509.load_der_x509_certificate(written(SEQUENCE, written(SEQUENCE, *parts), algorithm, _SIGNATURE))
