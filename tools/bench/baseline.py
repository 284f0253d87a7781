"""What `cryptography` does by itself with an upload, by its own calls and nothing around them."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)


def read_with_cryptography(certificate: bytes, chain: bytes, key: bytes) -> tuple[object, ...]:
    """Return every stored field of a certificate and its chain, and check that the key is the certificate's.

    All three are in PEM.
    """
    leaf = x509.load_pem_x509_certificate(certificate)
    issuer = x509.load_pem_x509_certificate(chain)
    facts = tuple(map(_facts, (leaf, issuer)))
    private_key = load_pem_private_key(key, None)
    assert private_key.public_key() == leaf.public_key()
    leaf.verify_directly_issued_by(issuer)
    texts = leaf.public_bytes(Encoding.PEM), issuer.public_bytes(Encoding.PEM)
    return (*facts, *texts, private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def open_with_cryptography(encoded: bytes, password: bytes) -> tuple[object, ...]:
    """Return the same of a PKCS#12 file with one issuer (`encoded`), opened with its `password`."""
    opened = pkcs12.load_pkcs12(encoded, password)
    assert opened.key is not None
    assert opened.cert is not None
    leaf, issuer = opened.cert.certificate, opened.additional_certs[0].certificate
    facts = tuple(map(_facts, (leaf, issuer)))
    assert opened.key.public_key() == leaf.public_key()
    leaf.verify_directly_issued_by(issuer)
    texts = leaf.public_bytes(Encoding.PEM), issuer.public_bytes(Encoding.PEM)
    return (*facts, *texts, opened.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _facts(certificate: x509.Certificate) -> tuple[object, ...]:
    public_key = certificate.public_key()
    assert isinstance(public_key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey)
    return (
        certificate.serial_number,
        certificate.subject.rfc4514_string(),
        certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME),
        certificate.issuer.rfc4514_string(),
        _names(certificate),
        public_key.key_size,
        certificate.signature_algorithm_oid,
        certificate.version,
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        certificate.fingerprint(hashes.SHA256()).hex(),
        certificate.fingerprint(hashes.SHA1()).hex(),  # noqa: S303 - what people compare with, not a signature
        _authority_key_id(certificate),
    )


def _names(certificate: x509.Certificate) -> list[str]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    return [*extension.value.get_values_for_type(x509.DNSName), *map(str, _addresses(extension.value))]


def _addresses(names: x509.SubjectAlternativeName) -> list[object]:
    return list(names.get_values_for_type(x509.IPAddress))


def _authority_key_id(certificate: x509.Certificate) -> bytes | None:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier)
    except x509.ExtensionNotFound:
        return None
    return extension.value.key_identifier
