"""The decryption of keys and PKCS#12 files in a child process, within bounds that are checked first (ADRs 40 and 108).

What the child does is a function from bytes to bytes. Where Certkeeper does not know a cipher or a structure, or where
the library is much faster, the child asks the library, which has the child's limits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    pkcs12,
)

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import read_node
from certkeeper.x509.pkcs12_mac import Mac
from certkeeper.x509.upload.opening.child import ChildProcess
from certkeeper.x509.upload.opening.ciphers import LeftToLibraryError, scheme_of
from certkeeper.x509.upload.opening.derivation_cost import DerivationCost
from certkeeper.x509.upload.opening.passwords import forms_of
from certkeeper.x509.upload.opening.pfx_inspection import Locked, PfxOutline, envelope_of
from certkeeper.x509.upload.opening.safes import (
    Entry,
    check_interpreted,
    entries_of,
    forms_that_fit,
    opened_key,
)
from certkeeper.x509.upload.opening.traditional import opened_traditional_key
from certkeeper.x509.upload.opening.wrapping import pfx_of_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates

    from certkeeper.x509.der import Node
    from certkeeper.x509.derivations import Password
    from certkeeper.x509.upload.opening.child import Confinement


_LIBRARY_MAY_KNOW = (Refusal.UNREADABLE, Refusal.ENCRYPTION_UNSUPPORTED)
"""What Certkeeper does not understand, the library may: its own reading must not be stricter."""
_WRONG_PASSWORD = "Incorrect password"  # noqa: S105 - a message
"""How messages of the library begin. It has no error types for these cases; tests hold it to the texts."""
_UNKNOWN_CIPHER = "Unknown key encryption algorithm"
_KEY_NOT_OPENED = (
    _UNKNOWN_CIPHER,
    "Key encrypted with unknown cipher",
    "Password was not given",
    "Could not deserialize key data",
)
_PFX_NOT_OPENED = ("Invalid password or PKCS12 data", "Could not deserialize PKCS12 data")
_UNKNOWN_CURVE = "Curve"
_CERTIFICATE_NOT_PARSED = "error parsing asn1 value"
"""How the library's message begins for a certificate that it cannot parse."""

_NAME_LENGTH_BYTES = 2
"""The bytes of the length of a name in the child's answer."""


@dataclass(frozen=True, slots=True)
class OpenedPfx:
    """What was in a PKCS#12 file: keys (PKCS#8) and certificates, as the bytes that they are, and how it was protected.

    `friendly_name` is the key's, else that of the first certificate that has one, else empty. `is_legacy` if a part was
    encrypted with a cipher that protects little, `has_plain_key` if a key was not encrypted at all.
    """

    keys: tuple[bytes, ...] = field(repr=False)
    certificates: tuple[bytes, ...]
    friendly_name: str
    is_legacy: bool
    has_mac: bool
    has_plain_key: bool


def open_pfx(encoded: bytes, password: bytes, *, confinement: Confinement) -> OpenedPfx:
    """Open a PKCS#12 file (`encoded`) with a password and return what is in it.

    Raises UploadRefusedError, also if the child takes longer than its `confinement` allows.
    """
    flags, *packed = _CHILD.run("pfx", encoded, password, confinement=confinement)
    entries = [unpacked(each) for each in packed]
    names = [entry.name for entry in sorted(entries, key=lambda entry: not entry.is_key) if entry.name]
    return OpenedPfx(
        tuple(entry.encoded for entry in entries if entry.is_key),
        tuple(entry.encoded for entry in entries if not entry.is_key),
        names[0] if names else "",
        *map(bool, flags),
    )


def open_key(encoded: bytes, password: bytes, *, confinement: Confinement) -> bytes:
    """Open a key in encrypted PKCS#8 (RFC 5958 section 3) with a password; return it as PKCS#8 without one, DER.

    `encoded` is the key, DER. Raises UploadRefusedError, also if the child takes more than `wall_seconds`.
    """
    return _CHILD.run("pkcs8", encoded, password, confinement=confinement)[0]


def open_traditional_key(pem: bytes, password: bytes, *, confinement: Confinement) -> bytes:
    """Open a PEM key in OpenSSL's old encryption, which is one round of MD5, with a password; return it in DER.

    Raises UploadRefusedError, also if the child takes longer than its `confinement` allows.
    """
    return _CHILD.run("traditional", pem, password, confinement=confinement)[0]


def opened_pfx(encoded: bytes, password: bytes) -> tuple[bytes, ...]:
    """Return the flags of a PKCS#12 file (`encoded`) under a password, then its keys and certificates, packed.

    Raises UploadRefusedError.
    """
    forms = _forms(password)
    outline = None
    try:
        outline = PfxOutline(encoded)
        entries = entries_of(outline, forms)
    except UploadRefusedError as error:
        if not isinstance(error, LeftToLibraryError) and error.refusal not in _LIBRARY_MAY_KNOW:
            raise
        entries = _entries_by_library(encoded, forms, error.refusal)
    if outline:
        return bytes([outline.is_legacy, bool(outline.mac), outline.has_plain_key]), *map(_packed, entries)
    envelope = _envelope(encoded)
    return bytes([False, bool(envelope and envelope[1]), False]), *map(_packed, entries)


def opened_pkcs8(encoded: bytes, password: bytes) -> tuple[bytes]:
    """Return the key in encrypted PKCS#8 (`encoded`) under a password, without its encryption: what the child does.

    Raises UploadRefusedError.
    """
    forms = _forms(password)
    try:
        algorithm, content, *_ = read_node(encoded)[0].require(2)
        scheme, cost = scheme_of(algorithm), DerivationCost()
        cost.add(scheme.derivation)
        check_interpreted(scheme.interpreted_rounds)
        return (opened_key(Locked(scheme, content.octets()), forms, cost, Refusal.WRONG_PASSWORD_OR_DAMAGED),)
    except UploadRefusedError as error:
        if not isinstance(error, LeftToLibraryError) and error.refusal not in _LIBRARY_MAY_KNOW:
            raise
        refusal = error.refusal
    return (_key_by_library(encoded, password, refusal),)


def _opened_traditional(pem: bytes, password: bytes) -> tuple[bytes]:
    return (opened_traditional_key(pem, _forms(password)),)


_CHILD = ChildProcess({"pfx": opened_pfx, "pkcs8": opened_pkcs8, "traditional": _opened_traditional})
"""The one child process of this process; it is forked when the first file has to be opened."""


def _forms(password: bytes) -> tuple[Password, ...]:
    return forms_of(password.decode())


def _packed(entry: Entry) -> bytes:
    name = entry.name.encode("utf-8", "replace")[: 1 << 8 * _NAME_LENGTH_BYTES - 1]
    return bytes([entry.is_key]) + len(name).to_bytes(_NAME_LENGTH_BYTES, "big") + name + entry.encoded


def unpacked(packed: bytes) -> Entry:
    """Return the key or certificate that is packed in a part of the child's answer."""
    start = 1 + _NAME_LENGTH_BYTES
    end = start + int.from_bytes(packed[1:start], "big")
    return Entry(packed[:1] == b"\1", packed[end:], packed[start:end].decode("utf-8", "replace"))


def _entries_by_library(encoded: bytes, forms: Sequence[Password], refusal: Refusal) -> tuple[Entry, ...]:
    """Return the keys and certificates as the library reads them; raise UploadRefusedError with the reason if not.

    The password is blamed only if the MAC does not hold. `refusal` is why Certkeeper itself did not go on.
    """
    forms, is_proved = _proved(encoded, forms)
    try:
        return _entries(_loaded_pfx(encoded, forms))
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001 - a panic is no Exception, and the MAC shows its reason as well
        reason = _reason_of_content(error) or refusal
    is_pkcs12 = _envelope(encoded) is not None
    if (is_pkcs12 and reason is Refusal.UNREADABLE) or (is_proved and reason is Refusal.WRONG_PASSWORD_OR_DAMAGED):
        reason = Refusal.CONTENT_UNREADABLE
    raise UploadRefusedError(reason)


def _proved(encoded: bytes, forms: Sequence[Password]) -> tuple[Sequence[Password], bool]:
    """Return the form of the password under which the MAC holds, and that it does; all forms if nobody can say.

    Raises UploadRefusedError if the MAC does not hold.
    """
    envelope = _envelope(encoded)
    if envelope is None or envelope[1] is None:
        return forms, False
    try:
        mac, cost = Mac.of(envelope[1]), DerivationCost()
        cost.add(mac.derivation)
        return forms_that_fit(mac, envelope[0], forms, cost)[:1], True
    except UploadRefusedError as error:
        if error.refusal not in _LIBRARY_MAY_KNOW:
            raise
    return forms, False


def _envelope(encoded: bytes) -> tuple[bytes, Node | None] | None:
    """Return what the MAC is of and the MacData, as `envelope_of`; None if they cannot be found."""
    try:
        return envelope_of(encoded)
    except UploadRefusedError:
        return None


def _loaded_pfx(encoded: bytes, forms: Sequence[Password]) -> PKCS12KeyAndCertificates:
    """Return the file as the library reads it under the first form of the password that opens it."""
    *others, last = dict.fromkeys(None if form.text is None else form.text.encode() for form in forms)
    for attempt in others:
        try:
            return pkcs12.load_pkcs12(encoded, attempt)
        except ValueError as error:
            if not str(error).startswith(_PFX_NOT_OPENED):
                raise
    return pkcs12.load_pkcs12(encoded, last)


def _entries(loaded: PKCS12KeyAndCertificates) -> tuple[Entry, ...]:
    found = [one for one in (loaded.cert, *loaded.additional_certs) if one]
    certificates = (
        Entry(
            is_key=False,
            encoded=one.certificate.public_bytes(Encoding.DER),
            name=(one.friendly_name or b"").decode("utf-8", "replace"),
        )
        for one in found
    )
    keys = (Entry(is_key=True, encoded=_plain(loaded.key), name=""),) if loaded.key else ()
    return *keys, *certificates


def _reason_of_content(error: BaseException) -> Refusal | None:
    """Return why what was opened cannot be read; None if the library does not say that it was opened."""
    text = str(error)
    if isinstance(error, UnsupportedAlgorithm):
        return Refusal.CURVE if text.startswith(_UNKNOWN_CURVE) else Refusal.KEY_ALGORITHM
    if isinstance(error, x509.InvalidVersion) or text.startswith(_CERTIFICATE_NOT_PARSED):
        return Refusal.CERTIFICATE_MALFORMED
    if isinstance(error, ValueError) and not text.startswith((*_PFX_NOT_OPENED, *_KEY_NOT_OPENED)):
        return Refusal.KEY_UNREADABLE
    return None


def _key_by_library(encoded: bytes, password: bytes, refusal: Refusal) -> bytes:
    """Return the key in encrypted PKCS#8 as the library reads it; raise UploadRefusedError with the reason if not.

    `refusal` is why Certkeeper itself did not go on. In PKCS#12 the library knows more ciphers, such as ARIA.
    """
    try:
        return _plain(load_der_private_key(encoded, password, unsafe_skip_rsa_key_validation=True))
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001 - a panic is no Exception
        is_wrong, is_unknown = map(str(error).startswith, (_WRONG_PASSWORD, _UNKNOWN_CIPHER))
        reason = Refusal.WRONG_PASSWORD_OR_DAMAGED if is_wrong else _reason_of_content(error) or refusal
    if is_unknown:
        return _entries_by_library(pfx_of_key(encoded), _forms(password), reason)[0].encoded
    raise UploadRefusedError(reason)


def _plain(private_key: PrivateKeyTypes) -> bytes:
    return private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
