"""The decryption of keys and PKCS#12 files in a child process, after the bounds were checked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    load_pem_private_key,
    pkcs12,
)

from certkeeper.domain.uploads.limits import MAX_PASSWORD_CHARACTERS
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import read_node
from certkeeper.x509.upload.opening.child import run_in_child
from certkeeper.x509.upload.opening.derivation_cost import DerivationCost
from certkeeper.x509.upload.opening.pfx_inspection import PfxOutline
from certkeeper.x509.upload.reading.private_key import check_rsa_size

if TYPE_CHECKING:
    from typing import Protocol

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates

    class Loader(Protocol):
        """How the library loads a key, from DER or PEM."""

        def __call__(
            self, data: bytes, password: bytes | None, *, unsafe_skip_rsa_key_validation: bool
        ) -> PrivateKeyTypes:
            """Load it, whether or not its primes are tested."""
            ...


_UNKNOWN_CIPHERS = ("Unknown key encryption algorithm", "Key encrypted with unknown cipher")
"""How messages of the library begin. It has no error types for these cases; tests hold it to the texts."""
_KEY_NOT_OPENED = ("Incorrect password", "Password was not given", "Could not deserialize key data")
"""The last is what remains of garbage if a wrong password happens to leave a padding that fits, one time in 256."""
_PFX_NOT_OPENED = "Invalid password or PKCS12 data"
_UNKNOWN_CURVE = "Curve"
_CERTIFICATE_NOT_PARSED = "error parsing asn1 value"
"""How the library's message begins for a certificate that it cannot parse."""


def password_bytes(password: str | None) -> bytes:
    """Return a password as the libraries want it, empty for None.

    Raises UploadRefusedError if none of them could use it. A NUL makes OpenSSL's binding panic, and half a surrogate
    pair has no UTF-8.
    """
    text = password or ""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        encoded = b"\0"
    if len(text) > MAX_PASSWORD_CHARACTERS or b"\0" in encoded:
        raise UploadRefusedError(Refusal.PASSWORD_UNUSABLE)
    return encoded


def open_pfx(encoded: bytes, password: bytes, *, wall_seconds: float) -> tuple[PfxOutline, tuple[bytes, ...]]:
    """Open a PKCS#12 file with a password.

    Return what can be read without it, then the key and the certificates, all DER. The key is PKCS#8, or empty;
    `encoded` is the file. Raises UploadRefusedError, also if the child takes more than `wall_seconds`.
    """
    outline = PfxOutline(encoded)
    return outline, run_in_child(partial(_parts_of_pfx, encoded, password, outline), wall_seconds=wall_seconds)


def open_key(encoded: bytes, password: bytes, *, wall_seconds: float) -> bytes:
    """Open a key in encrypted PKCS#8 (RFC 5958 section 3) with a password; return it as PKCS#8 without one, DER.

    `encoded` is the key, DER. Raises UploadRefusedError, also if the child takes more than `wall_seconds`.
    """
    DerivationCost().add_encryption(read_node(encoded)[0].children()[0])
    return run_in_child(partial(_checked, load_der_private_key, encoded, password), wall_seconds=wall_seconds)[0]


def open_traditional_key(pem: bytes, password: bytes, *, wall_seconds: float) -> bytes:
    """Open a PEM key in OpenSSL's old encryption, which is one round of MD5, with a password; return it as PKCS#8, DER.

    Raises UploadRefusedError, also if the child takes more than `wall_seconds`.
    """
    return run_in_child(partial(_checked, load_pem_private_key, pem, password), wall_seconds=wall_seconds)[0]


def _parts_of_pfx(encoded: bytes, password: bytes, outline: PfxOutline) -> tuple[bytes, ...]:
    """Return the key and the certificates; raise UploadRefusedError, which says whether the password was wrong.

    No password and an empty one are the same to people, but not to PKCS#12: an empty one is tried as both.
    """
    attempts = (password,) if password else (b"", None)
    try:
        loaded = _loaded_pfx(encoded, attempts)
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001 - a panic is no Exception, and the MAC shows its reason as well
        raise UploadRefusedError(_reason_of_pfx(error, outline, attempts)) from None
    found = (loaded.cert, *loaded.additional_certs)
    certificates = (one.certificate.public_bytes(Encoding.DER) for one in found if one)
    return _plain(loaded.key) if loaded.key else b"", *certificates


def _loaded_pfx(encoded: bytes, attempts: tuple[bytes | None, ...]) -> PKCS12KeyAndCertificates:
    """Return the file as the library reads it with the first password that opens it."""
    *others, last = attempts
    for attempt in others:
        try:
            return pkcs12.load_pkcs12(encoded, attempt)
        except ValueError as error:
            if not str(error).startswith(_PFX_NOT_OPENED):
                raise
    return pkcs12.load_pkcs12(encoded, last)


def _reason_of_pfx(error: BaseException, outline: PfxOutline, attempts: tuple[bytes | None, ...]) -> Refusal:
    """Return why a file could not be loaded. The password is blamed only if the file's MAC does not hold.

    The library says the same of a wrong password and of some contents, so its word counts only if there is no MAC.
    Without a MAC and encryption the password has no part in it.
    """
    verdicts = [outline.is_mac_of(None if attempt is None else attempt.decode()) for attempt in attempts]
    if True in verdicts:
        return _reason_of_content(error)
    if False in verdicts:
        return Refusal.WRONG_PASSWORD_OR_DAMAGED
    if outline.has_mac:
        return Refusal.ENCRYPTION_UNSUPPORTED
    was_opened = not (outline.is_encrypted and str(error).startswith(_PFX_NOT_OPENED))
    return _reason_of_content(error) if was_opened else Refusal.WRONG_PASSWORD_OR_DAMAGED


def _reason_of_content(error: BaseException) -> Refusal:
    """Return why what the password opened cannot be read."""
    text = str(error)
    if isinstance(error, UnsupportedAlgorithm):
        return Refusal.CURVE if text.startswith(_UNKNOWN_CURVE) else Refusal.KEY_ALGORITHM
    if isinstance(error, x509.InvalidVersion) or text.startswith(_CERTIFICATE_NOT_PARSED):
        return Refusal.CERTIFICATE_MALFORMED
    if isinstance(error, ValueError) and not text.startswith(_PFX_NOT_OPENED):
        return Refusal.KEY_UNREADABLE
    return Refusal.CONTENT_UNREADABLE


def _checked(load: Loader, encoded: bytes, password: bytes) -> tuple[bytes]:
    """Return the key; its size is checked before its primes are tested."""
    try:
        private_key = load(encoded, password, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UploadRefusedError(_reason_of_key(error)) from None
    plain = _plain(private_key)
    if isinstance(private_key, rsa.RSAPrivateKey):
        check_rsa_size(private_key.key_size)
        load_der_private_key(plain, None)
    return (plain,)


def _reason_of_key(error: Exception) -> Refusal:
    """Return why an encrypted key cannot be read: it has no MAC, so the library's message has to do."""
    text = str(error)
    if text.startswith(_UNKNOWN_CIPHERS):
        return Refusal.ENCRYPTION_UNSUPPORTED
    return Refusal.WRONG_PASSWORD_OR_DAMAGED if text.startswith(_KEY_NOT_OPENED) else _reason_of_content(error)


def _plain(private_key: PrivateKeyTypes) -> bytes:
    return private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
