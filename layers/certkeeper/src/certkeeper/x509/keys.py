"""Private keys and certificate signing requests. A key is a PEM text in PKCS#8, as it is stored and exported."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from certkeeper.domain.certificates.key_types import KeyType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_PUBLIC_EXPONENT = 65537
"""CA/Browser Forum, Baseline Requirements, section 6.1.6: from 2^16+1 to 2^256-1. Everybody uses the first."""

_MAKERS: dict[KeyType, Callable[[], PrivateKey]] = {
    KeyType.P_256: partial(ec.generate_private_key, ec.SECP256R1()),
    KeyType.P_384: partial(ec.generate_private_key, ec.SECP384R1()),
    KeyType.RSA_2048: partial(rsa.generate_private_key, _PUBLIC_EXPONENT, 2048),
    KeyType.RSA_3072: partial(rsa.generate_private_key, _PUBLIC_EXPONENT, 3072),
    KeyType.RSA_4096: partial(rsa.generate_private_key, _PUBLIC_EXPONENT, 4096),
}


def new_key(key_type: KeyType) -> str:
    """Return a new private key of a type, PEM. P-256 takes 0.02 ms, RSA-4096 seconds: no person should wait for it."""
    private_key = _MAKERS[key_type]()
    return private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def load_key(key_pem: str) -> PrivateKey:
    """Return the private key in a PEM text that `new_key` made; raise ValueError for another kind of key.

    The primes of an RSA key are not tested again, which takes up to 0.4 s: the text comes from Certkeeper's own secret.
    """
    private_key = load_pem_private_key(key_pem.encode("ascii"), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(private_key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise ValueError("the key is neither an elliptic curve key nor RSA")  # noqa: TRY004 - the content is wrong
    return private_key


def signing_request(key_pem: str, names: Sequence[str]) -> bytes:
    """Return a certificate signing request (RFC 2986), DER, for these DNS names, signed with the key (PEM).

    The subject is empty and the names are in the subject alternative name only. CAs read no other place, the shorter
    profiles of Let's Encrypt demand it, and a common name of more than 64 characters would be refused.
    """
    private_key = load_key(key_pem)
    alternative_names = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    builder = x509.CertificateSigningRequestBuilder(x509.Name([])).add_extension(alternative_names, critical=False)
    is_p_384 = isinstance(private_key, ec.EllipticCurvePrivateKey) and isinstance(private_key.curve, ec.SECP384R1)
    digest = hashes.SHA384() if is_p_384 else hashes.SHA256()
    return builder.sign(private_key, digest).public_bytes(Encoding.DER)
