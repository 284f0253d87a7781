"""Opening what a password protects: the bounds first, then the library, in a child."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    load_pem_private_key,
    pkcs12,
)

from certkeeper.domain.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import read_node
from certkeeper.x509.upload.child import in_child
from certkeeper.x509.upload.key_inspection import check_rsa_size
from certkeeper.x509.upload.limits import MOST_PASSWORD_CHARACTERS
from certkeeper.x509.upload.pfx_inspection import PfxOutline
from certkeeper.x509.upload.work import Work

if TYPE_CHECKING:
    from typing import Protocol

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

    class Loader(Protocol):
        """How the library loads a key, from DER or PEM."""

        def __call__(
            self, data: bytes, password: bytes | None, *, unsafe_skip_rsa_key_validation: bool
        ) -> PrivateKeyTypes:
            """Load it, whether or not its primes are tested."""
            ...


_UNKNOWN_CIPHERS = ("Unknown key encryption algorithm", "Key encrypted with unknown cipher")
"""How the library begins what it says of ciphers that it has not; it has no type for it. The tests hold it to that."""


def password_bytes(password: str | None) -> bytes:
    """The password as libraries want it, empty for None. Raises UploadRefusedError where none of them could take it.

    A NUL makes OpenSSL's binding panic; half a surrogate pair has no UTF-8.
    """
    text = password or ""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        encoded = b"\0"
    if len(text) > MOST_PASSWORD_CHARACTERS or b"\0" in encoded:
        raise UploadRefusedError(Refusal.PASSWORD_UNUSABLE)
    return encoded


def open_pfx(encoded: bytes, password: bytes) -> tuple[PfxOutline, tuple[bytes, ...]]:
    """What can be seen of a PKCS#12 file, then its key (PKCS#8, or empty) and its certificates, all DER."""
    outline = PfxOutline(encoded)
    return outline, in_child(partial(_parts_of_pfx, encoded, password))


def open_key(encoded: bytes, password: bytes) -> bytes:
    """A key in encrypted PKCS#8 (RFC 5958 section 3), as PKCS#8 without a password, DER."""
    Work().encryption(read_node(encoded)[0].children()[0])
    return in_child(partial(_checked, load_der_private_key, encoded, password))[0]


def open_traditional_key(pem: bytes, password: bytes) -> bytes:
    """A key in OpenSSL's old encryption, which is one round of MD5, as PKCS#8 without a password, DER."""
    return in_child(partial(_checked, load_pem_private_key, pem, password))[0]


def _parts_of_pfx(encoded: bytes, password: bytes) -> tuple[bytes, ...]:
    """No password and an empty one are the same to people, and two things to PKCS#12."""
    try:
        loaded = pkcs12.load_pkcs12(encoded, password)
    except ValueError:
        if password:
            raise
        loaded = pkcs12.load_pkcs12(encoded, None)
    found = (loaded.cert, *loaded.additional_certs)
    certificates = (one.certificate.public_bytes(Encoding.DER) for one in found if one)
    return _plain(loaded.key) if loaded.key else b"", *certificates


def _checked(load: Loader, encoded: bytes, password: bytes) -> tuple[bytes]:
    """The key, its size looked at before its primes are tested."""
    try:
        private_key = load(encoded, password, unsafe_skip_rsa_key_validation=True)
    except ValueError as error:
        if str(error).startswith(_UNKNOWN_CIPHERS):
            raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED) from None
        raise
    plain = _plain(private_key)
    if isinstance(private_key, rsa.RSAPrivateKey):
        check_rsa_size(private_key.key_size)
        load_der_private_key(plain, None)
    return (plain,)


def _plain(private_key: PrivateKeyTypes) -> bytes:
    return private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
