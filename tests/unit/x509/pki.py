"""A small public-key infrastructure for tests: what it signs is really signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.x509.upload.reading.private_key import ServerKey

NOW = datetime(2026, 6, 1, tzinfo=UTC)
_NEVER_CRITICAL = (x509.AuthorityKeyIdentifier, x509.SubjectKeyIdentifier)
"""RFC 5280 sections 4.2.1.1, 4.2.1.2."""
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, eq=False)
class Signed:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: ServerKey

    @property
    def pem(self) -> str:
        """The certificate, PEM."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def der(self) -> bytes:
        """The certificate, DER."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def key_pem(self) -> str:
        """The key, PKCS#8 without a password."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    def key_der(self, form: PrivateFormat = PrivateFormat.PKCS8) -> bytes:
        """The key without a password, DER."""
        return self.key.private_bytes(Encoding.DER, form, NoEncryption())


def sign(
    name: str | x509.Name,
    issuer: Signed | None = None,
    *,
    key: ServerKey | None = None,
    ca: bool = False,
    names: Sequence[str] = ("shop.example.test",),
    since: datetime = NOW - timedelta(days=10),
    until: datetime = NOW + timedelta(days=80),
    usages: Sequence[x509.ObjectIdentifier] | None = None,
    path_length: int | None = None,
    extensions: Sequence[x509.ExtensionType] = (),
) -> Signed:
    """Sign a certificate for `name`; without an issuer it signs itself. A leaf is for servers unless set otherwise.

    `extensions` are critical, but for the ids of keys.
    """
    if usages is None:
        usages = () if ca else (ExtendedKeyUsageOID.SERVER_AUTH,)
    subject = _name(name) if isinstance(name, str) else name
    own = key or ec.generate_private_key(ec.SECP256R1())
    signer = issuer.key if issuer else own
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=path_length), critical=True)
    )
    if names and not ca:
        builder = builder.add_extension(x509.SubjectAlternativeName(list(map(x509.DNSName, names))), critical=False)
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=not isinstance(extension, _NEVER_CRITICAL))
    is_edwards = not isinstance(signer, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    return Signed(builder.sign(signer, None if is_edwards else hashes.SHA256()), own)


def link(name: str, issuer: Signed, *, since: datetime = NOW - timedelta(days=10)) -> Signed:
    """Sign the new key of a CA with its old one, under one name. The ids of the keys say that it is no root."""
    key = ec.generate_private_key(ec.SECP256R1())
    ids = [
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()),
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
    ]
    return sign(name, issuer, key=key, ca=True, extensions=ids, since=since)


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """An RSA key, made once: it takes long."""
    return rsa.generate_private_key(65537, bits)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


ROOT = sign("Test Root", ca=True, until=NOW + 10 * YEAR)
INTERMEDIATE = sign("Test Intermediate", ROOT, ca=True, until=NOW + 5 * YEAR)
LEAF = sign("shop.example.test", INTERMEDIATE)
STRANGER = sign("Another Root", ca=True)
