"""Certificates that were kept as they came though the library does not load them, in files of every format (ADR 110).

They are in PEM and DER as they are. PKCS#12 and PKCS#7 are written around them here: the library writes both around its
own objects only.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import new, sha1
from typing import TYPE_CHECKING, cast

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certkeeper.x509.der import CONTEXT_0, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, SET, read_node
from certkeeper.x509.lenient.elements import written as der

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.hashes import HashAlgorithm

_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]++)-----END CERTIFICATE-----")
_BMP_STRING = 0x1E
_PKCS7 = "2a864886f70d0107"
_DATA, _SIGNED_DATA = bytes.fromhex(_PKCS7 + "01"), bytes.fromhex(_PKCS7 + "02")
"""The object identifiers of data and signed data: RFC 5652 sections 4 and 5.1."""
_CERTIFICATE_BAG = bytes.fromhex("2a864886f70d010c0a0103")
"""The object identifier of a bag with a certificate: RFC 7292 section 4.2.3."""
_X509 = bytes.fromhex("2a864886f70d01091601")
"""The object identifier of X.509 certificates in such a bag."""
_FRIENDLY_NAME, _LOCAL_KEY_ID = bytes.fromhex("2a864886f70d010914"), bytes.fromhex("2a864886f70d010915")
"""The object identifiers of the attributes of bags: RFC 2985 sections 5.5.1 and 5.5.2."""


@dataclass(frozen=True, slots=True)
class KeptCertificate:
    """A certificate that the library does not load, with what encoders ask of one."""

    encoded: bytes = field(repr=False)

    def public_bytes(self, encoding: Encoding) -> bytes:
        """Return the certificate as it came, in DER or PEM."""
        if encoding is Encoding.DER:
            return self.encoded
        body = b64encode(self.encoded)
        lines = b"".join(body[start : start + 64] + b"\n" for start in range(0, len(body), 64))
        return b"-----BEGIN CERTIFICATE-----\n" + lines + b"-----END CERTIFICATE-----\n"

    def fingerprint(self, algorithm: HashAlgorithm) -> bytes:
        """Return the digest of the certificate as it came."""
        return new(algorithm.name, self.encoded).digest()

    @property
    def subject(self) -> x509.Name:
        """The subject, of the readable copy."""
        from certkeeper.x509.lenient.copying import copy_of  # noqa: PLC0415 - few certificates need it

        return x509.load_der_x509_certificate(copy_of(self.encoded).encoded).subject


def certificates_in(pem: str) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a stored PEM text. Those that the library does not load are KeptCertificate.

    They have the library's type here, so that no encoder has to tell them apart but those of PKCS#12 and PKCS#7.
    """
    try:
        return tuple(x509.load_pem_x509_certificates(pem.encode()))
    except (ValueError, x509.InvalidVersion):
        return tuple(_loaded(b64decode(block[1])) for block in _BLOCK.finditer(pem))


def is_any_kept(certificates: Sequence[x509.Certificate]) -> bool:
    """Return whether one of the certificates is one that the library does not load."""
    return any(isinstance(one, KeptCertificate) for one in certificates)


def pkcs7(certificates: Sequence[x509.Certificate]) -> bytes:
    """Return certificates in PKCS#7, DER: signed data that nothing is signed in (RFC 5652 section 5.1)."""
    listed = der(CONTEXT_0, *(one.public_bytes(Encoding.DER) for one in certificates))
    content = (der(SEQUENCE, der(OBJECT_IDENTIFIER, _DATA)), listed, der(SET))
    signed = der(SEQUENCE, der(INTEGER, b"\1"), der(SET), *content)
    return der(SEQUENCE, der(OBJECT_IDENTIFIER, _SIGNED_DATA), der(CONTEXT_0, signed))


def with_certificates(encoded: bytes, certificates: Sequence[x509.Certificate], alias: str) -> bytes:
    """Return a PKCS#12 file (`encoded`) that has one key with these certificates added; its MAC does not fit then.

    They are in a safe that is not encrypted. The first one belongs to the key, and both have the alias.
    """
    version, contents, mac = read_node(encoded)[0].children()
    (safe,) = read_node(contents.children()[1].children()[0].octets())[0].children()
    (key_bag,) = read_node(safe.children()[1].children()[0].octets())[0].children()
    ders = [one.public_bytes(Encoding.DER) for one in certificates]
    name = _attribute(_FRIENDLY_NAME, der(_BMP_STRING, alias.encode("utf-16-be")))
    key_id = _attribute(_LOCAL_KEY_ID, der(OCTET_STRING, sha1(ders[0], usedforsecurity=False).digest()))
    attributes = der(SET, *sorted((name, key_id)))
    key = der(SEQUENCE, *(part.encoded for part in key_bag.children()[:2]), attributes)
    bags = [_bag(one, attributes if number == 0 else b"") for number, one in enumerate(ders)]
    authenticated = der(SEQUENCE, _safe(*bags), _safe(key))
    return der(SEQUENCE, version.encoded, _data(authenticated), mac.encoded)


def _loaded(encoded: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(encoded)
    except (ValueError, x509.InvalidVersion):
        return cast("x509.Certificate", KeptCertificate(encoded))


def _bag(encoded: bytes, attributes: bytes) -> bytes:
    value = der(SEQUENCE, der(OBJECT_IDENTIFIER, _X509), der(CONTEXT_0, der(OCTET_STRING, encoded)))
    return der(SEQUENCE, der(OBJECT_IDENTIFIER, _CERTIFICATE_BAG), der(CONTEXT_0, value), attributes)


def _attribute(kind: bytes, value: bytes) -> bytes:
    return der(SEQUENCE, der(OBJECT_IDENTIFIER, kind), der(SET, value))


def _safe(*bags: bytes) -> bytes:
    return _data(der(SEQUENCE, *bags))


def _data(content: bytes) -> bytes:
    return der(SEQUENCE, der(OBJECT_IDENTIFIER, _DATA), der(CONTEXT_0, der(OCTET_STRING, content)))
