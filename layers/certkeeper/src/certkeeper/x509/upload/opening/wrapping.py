"""PKCS#12 around one encrypted key: in it the library knows ciphers that it does not know in PKCS#8."""

from certkeeper.x509.der import CONTEXT_0, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, der

_VERSION = der(INTEGER, b"\x03")
_DATA = bytes.fromhex("2a864886f70d010701")
"""The object identifier 1.2.840.113549.1.7.1 (RFC 5652 section 4)."""
_SHROUDED_KEY_BAG = bytes.fromhex("2a864886f70d010c0a0102")
"""The object identifier 1.2.840.113549.1.12.10.1.2 (RFC 7292 section 4.2.2)."""


def pfx_of_key(encrypted: bytes) -> bytes:
    """Return a PKCS#12 file (RFC 7292 section 4) of one key in encrypted PKCS#8 (`encrypted`), DER, without a MAC."""
    bags = der(SEQUENCE, _typed(_SHROUDED_KEY_BAG, encrypted))
    safes = der(SEQUENCE, _typed(_DATA, der(OCTET_STRING, bags)))
    return der(SEQUENCE, _VERSION + _typed(_DATA, der(OCTET_STRING, safes)))


def _typed(kind: bytes, content: bytes) -> bytes:
    return der(SEQUENCE, der(OBJECT_IDENTIFIER, kind) + der(CONTEXT_0, content))
