"""Certificates that no library would write, really signed: each part can be given as its bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certkeeper.x509.der import BIT_STRING, SET, UTC_TIME
from tests.unit.x509.pki import INTERMEDIATE, LEAF, Signed
from tests.unit.x509.upload.crafted import integer, octets, oid, sequence, tlv

if TYPE_CHECKING:
    from collections.abc import Sequence

ECDSA_SHA_256 = sequence(oid("2a8648ce3d040302"))
UTF8, PRINTABLE, TELETEX, UNIVERSAL, BMP, IA5, NUMERIC = 0x0C, 0x13, 0x14, 0x1C, 0x1E, 0x16, 0x12
COMMON_NAME, ORGANIZATION, COUNTRY = "550403", "55040a", "550406"
BASIC_CONSTRAINTS, KEY_USAGE, ALTERNATIVE_NAME, AUTHORITY_KEY = "551d13", "551d0f", "551d11", "551d23"
CRITICAL, NOT_CRITICAL = b"\x01\x01\xff", b"\x01\x01\x00"


def extension(kind: str, value: bytes, critical: bytes = b"") -> bytes:
    """Write an Extension: its object identifier in hex, the value, and the flag as it is to be written."""
    return sequence(oid(kind), critical, octets(value))


def attribute(kind: str, tag: int, text: bytes) -> bytes:
    """Write an AttributeTypeAndValue."""
    return sequence(oid(kind), tlv(tag, text))


def name(*attributes: bytes) -> bytes:
    """Write a Name with one attribute in each set."""
    return sequence(*(tlv(SET, each) for each in attributes))


def dates(since: bytes = b"260501000000Z", until: bytes = b"260801000000Z", tag: int = UTC_TIME) -> bytes:
    """Write a Validity; `tag` is that of its second time."""
    return sequence(tlv(UTC_TIME, since), tlv(tag, until))


SUBJECT = name(attribute(COMMON_NAME, UTF8, b"shop.example.test"))
NAMES = extension(ALTERNATIVE_NAME, sequence(tlv(0x82, b"shop.example.test")))
END_ENTITY = extension(BASIC_CONSTRAINTS, sequence(), CRITICAL)
VERSION_3 = tlv(0xA0, integer(2))


@dataclass(frozen=True)
class Odd:
    """The parts of a certificate for the key of LEAF, each DER as it is to be written."""

    version: bytes = VERSION_3
    serial: bytes = integer(4242)
    algorithm: bytes = ECDSA_SHA_256
    outer_algorithm: bytes | None = None
    issuer: bytes = INTERMEDIATE.certificate.subject.public_bytes()
    dates: bytes = dates()
    subject: bytes = SUBJECT
    key: bytes = LEAF.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    extensions: Sequence[bytes] = (END_ENTITY, NAMES)
    behind: bytes = b""
    signer: Signed = field(default=INTERMEDIATE)

    def der(self) -> bytes:
        """Return the certificate, signed."""
        listed = tlv(0xA3, sequence(*self.extensions)) if self.extensions else b""
        parts = (self.version, self.serial, self.algorithm, self.issuer, self.dates, self.subject, self.key)
        tbs = sequence(*parts, listed, self.behind)
        assert isinstance(self.signer.key, ec.EllipticCurvePrivateKey)
        signature = self.signer.key.sign(tbs, ec.ECDSA(hashes.SHA256()))
        return sequence(tbs, self.outer_algorithm or self.algorithm, tlv(BIT_STRING, b"\0" + signature))
