"""A root, an intermediate, and what they sign: really, so that chains verify and keys match."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from datetime import datetime

LIFETIME = timedelta(days=90)
"""Let's Encrypt's classic profile."""


def thumbprint(key_pem: str) -> str:
    """RFC 7638 of a P-256 key: unpadded base64url of the SHA-256 of its members in order."""
    key = load_pem_private_key(key_pem.encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    numbers = key.public_key().public_numbers()
    x, y = (_base64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    return _base64url(sha256(f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'.encode()).digest())


def names_of(csr: x509.CertificateSigningRequest) -> tuple[str, ...]:
    """The DNS names that a CSR asks for."""
    alternatives = csr.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return tuple(alternatives.value.get_values_for_type(x509.DNSName))


class FakeIssuer:
    """Signs leaves with an intermediate. `root_pem` is what a client trusts.

    `added_names` are put into each leaf beside those of the CSR, as some CAs do.
    """

    def __init__(self, now: datetime, lifetime: timedelta = LIFETIME) -> None:
        self._now = now
        self.lifetime = lifetime
        self.added_names: tuple[str, ...] = ()
        self._root_key = ec.generate_private_key(ec.SECP256R1())
        self._key = ec.generate_private_key(ec.SECP256R1())
        root = self._ca("Fake Root", "Fake Root", self._root_key)
        self._intermediate = self._ca("Fake Intermediate", "Fake Root", self._key)
        self.root_pem = root.public_bytes(Encoding.PEM).decode()

    def issue(self, csr: x509.CertificateSigningRequest, now: datetime) -> str:
        """The PEM chain for a CSR: leaf first, then the intermediate, no root (RFC 8555 section 7.4.2)."""
        names = [x509.DNSName(name) for name in (*names_of(csr), *self.added_names)]
        leaf = (
            _builder("", "Fake Intermediate", now, now + self.lifetime)
            .public_key(csr.public_key())
            .add_extension(x509.SubjectAlternativeName(names), critical=True)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return "".join(each.public_bytes(Encoding.PEM).decode() for each in (leaf, self._intermediate))

    def _ca(self, subject: str, issuer: str, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
        return (
            _builder(subject, issuer, self._now, self._now + timedelta(days=3650))
            .public_key(key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._root_key, hashes.SHA256())
        )


def _builder(subject: str, issuer: str, start: datetime, end: datetime) -> x509.CertificateBuilder:
    serial = x509.random_serial_number()
    builder = x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name(issuer))
    return builder.serial_number(serial).not_valid_before(start).not_valid_after(end)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)] if common_name else [])


def _base64url(octets: bytes) -> str:
    return urlsafe_b64encode(octets).decode().rstrip("=")
