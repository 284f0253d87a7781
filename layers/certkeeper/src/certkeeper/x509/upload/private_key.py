"""Private keys that are not encrypted, or not any more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.ec_scalars import key_of_any_length
from certkeeper.x509.upload.key_inspection import inspect_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes, PrivateKeyTypes

_NO_KEY = (ValueError, TypeError, OverflowError, LookupError, UnsupportedAlgorithm, UploadRefusedError)

ServerKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey


@dataclass(frozen=True, slots=True)
class LoadedKey:
    """A key that TLS servers can use: PEM in PKCS#8, and the public key that finds its certificate."""

    pem: str = field(repr=False)
    public: CertificatePublicKeyTypes


def load_private_key(encoded: bytes, *, was_checked: bool = False) -> LoadedKey:
    """The key in DER: PKCS#8, PKCS#1 or SEC1. Raises UploadRefusedError unless TLS servers use such keys.

    `was_checked`: the child that decrypted it has tested its primes, which takes up to 0.6 s, already.
    """
    inspect_key(encoded)
    private_key = _loaded(encoded, was_checked=was_checked)
    if not isinstance(private_key, ServerKey):
        raise UploadRefusedError(Refusal.KEY_ALGORITHM)
    pem = private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return LoadedKey(pem.decode("ascii"), private_key.public_key())


def _loaded(encoded: bytes, *, was_checked: bool) -> PrivateKeyTypes:
    try:
        return load_der_private_key(encoded, None, unsafe_skip_rsa_key_validation=was_checked)
    except _NO_KEY:
        pass
    try:
        return key_of_any_length(encoded)
    except _NO_KEY:
        raise UploadRefusedError(Refusal.KEY_UNREADABLE) from None  # whose text may tell of the content
