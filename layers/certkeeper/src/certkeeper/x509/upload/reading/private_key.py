"""Private keys without a password: inspected before the library loads them and tests their primes."""

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

from certkeeper.domain.uploads.limits import MAX_RSA_BITS, MIN_RSA_BITS
from certkeeper.domain.uploads.parts import Part
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import CONTEXT_0, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, Node, read_node
from certkeeper.x509.key_kinds import THREE_PRIMES, curve_named, kind_named
from certkeeper.x509.lenient.elements import written

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes, PrivateKeyTypes


_RSA = (bytes.fromhex("2a864886f70d010101"), bytes.fromhex("2a864886f70d01010a"))
"""The object identifiers of RSA keys, 1.2.840.113549.1.1.1, and of those that sign with PSS only, .10 (RFC 8017
appendix C).
"""
_EC = bytes.fromhex("2a8648ce3d0201")
"""The object identifier 1.2.840.10045.2.1 of elliptic curve keys (RFC 5480 section 2.1.1)."""
_EDWARDS = (bytes.fromhex("2b6570"), bytes.fromhex("2b6571"))
"""The object identifiers of Ed25519, 1.3.101.112, and Ed448, .113 (RFC 8410 section 3)."""
_CURVES: dict[bytes, ec.EllipticCurve] = {
    bytes.fromhex("2a8648ce3d030107"): ec.SECP256R1(),
    bytes.fromhex("2b81040022"): ec.SECP384R1(),
    bytes.fromhex("2b81040023"): ec.SECP521R1(),
}
"""P-256, P-384 and P-521 by their object identifiers: RFC 5480 section 2.1.1.1."""

_RSA_NUMBERS = 9
"""The numbers of an RSA key with two primes: version, n, e, d, p, q and three more (RFC 8017 appendix A.1.2)."""
_PKCS8_VERSIONS = (b"\0", b"\1")
"""Versions 1 and 2 of PKCS#8, as they are written: RFC 5958 section 2."""
_DSA_NUMBERS = 6
"""Version, p, q, g and the two keys, as OpenSSL writes DSA."""

_NO_KEY = (ValueError, TypeError, OverflowError, LookupError, UnsupportedAlgorithm, UploadRefusedError)
"""What the library and the inspection raise for something that is no usable key."""

ServerKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey


def _inspect_key(encoded: bytes) -> None:
    """Return if it is a key of a kind and size that TLS servers use; raise UploadRefusedError if not."""
    parts = read_node(encoded)[0].children()
    match [part.tag for part in parts]:
        case [_, tag, *_] if tag == SEQUENCE:
            _inspect_pkcs8(parts[1], parts[2])
        case [_, tag, *_] if tag == OCTET_STRING:
            named = [curve for part in parts[2:] if part.tag == CONTEXT_0 for curve in part.children()]
            _inspect_curve(named)
        case tags if set(tags) == {INTEGER} and len(tags) == _RSA_NUMBERS:
            _inspect_rsa(parts)
        case tags if set(tags) == {INTEGER} and len(tags) == _DSA_NUMBERS:
            raise UploadRefusedError(Refusal.KEY_ALGORITHM, part="DSA")
        case tags if tags == [INTEGER] * _RSA_NUMBERS + [SEQUENCE]:
            raise UploadRefusedError(Refusal.KEY_ALGORITHM, part=THREE_PRIMES)
        case _:
            raise UploadRefusedError(Refusal.KEY_UNREADABLE)


def _inspect_pkcs8(algorithm: Node, private_key: Node) -> None:
    identifier, *parameters = algorithm.children() or (algorithm,)
    if identifier.content in _RSA:
        _inspect_rsa(read_node(private_key.octets())[0].children())
    elif identifier.content == _EC:
        _inspect_curve(parameters)
    elif identifier.content not in _EDWARDS:
        raise UploadRefusedError(Refusal.KEY_ALGORITHM, part=kind_named(identifier.content))


def _inspect_rsa(numbers: tuple[Node, ...]) -> None:
    if [number.tag for number in numbers] == [INTEGER] * _RSA_NUMBERS + [SEQUENCE]:
        raise UploadRefusedError(Refusal.KEY_ALGORITHM, part=THREE_PRIMES)
    if len(numbers) != _RSA_NUMBERS or any(number.tag != INTEGER for number in numbers):
        raise UploadRefusedError(Refusal.KEY_UNREADABLE)
    check_rsa_size(numbers[1].number().bit_length())
    if max(len(number.content) for number in numbers) > MAX_RSA_BITS // 8 + 1:  # primes longer than their product
        raise UploadRefusedError(Refusal.KEY_UNREADABLE)


def check_rsa_size(bits: int) -> None:
    """Return if an RSA modulus of so many bits is one that clients accept and that loads in a second.

    Raises UploadRefusedError if it is too small or too large.
    """
    if bits < MIN_RSA_BITS:
        raise UploadRefusedError(Refusal.RSA_TOO_SMALL)
    if bits > MAX_RSA_BITS:
        raise UploadRefusedError(Refusal.RSA_TOO_LARGE)


def _inspect_curve(parameters: list[Node]) -> None:
    """Return if a known curve is named: one whose parameters are written out may be made to be weak (CVE-2020-0601)."""
    tags = [part.tag for part in parameters[:1]]
    if tags == [SEQUENCE]:
        raise UploadRefusedError(Refusal.CURVE, part=Part.WRITTEN_OUT_CURVE)
    if tags != [OBJECT_IDENTIFIER]:
        raise UploadRefusedError(Refusal.CURVE)
    if parameters[0].content not in _CURVES:
        raise UploadRefusedError(Refusal.CURVE, part=curve_named(parameters[0].content))


def _in_version_1(encoded: bytes) -> bytes:
    """Return a key in PKCS#8 as version 1 has it (RFC 5208 section 5), which is what the library reads.

    Version 2 (RFC 5958 section 2) may have the public key behind the private one, which is left out: it is computed
    from the private key. Any other key is returned as it is.
    """
    parts = read_node(encoded)[0].children()
    is_pkcs8 = [part.tag for part in parts[:3]] == [INTEGER, SEQUENCE, OCTET_STRING]
    if not is_pkcs8 or parts[0].content not in _PKCS8_VERSIONS:
        return encoded
    if parts[0].content == _PKCS8_VERSIONS[0] and all(part.tag == CONTEXT_0 for part in parts[3:]):
        return encoded
    return written(SEQUENCE, written(INTEGER, _PKCS8_VERSIONS[0]), *(part.encoded for part in parts[1:3]))


def _key_with_any_scalar(encoded: bytes) -> ec.EllipticCurvePrivateKey:
    """Load a key whose private number has more or fewer octets than RFC 5915 section 3 wants; DER, SEC1 or PKCS#8.

    PuTTY leaves leading zeroes away, others add one. OpenSSL reads both, the library neither. The key has passed
    `_inspect_key`.

    Raises UploadRefusedError, ValueError or LookupError if it is no key on a curve, or on two, if its number is not one
    of the curve, and if the number has the right length: then the library had another reason.
    """
    parts = read_node(encoded)[0].children()
    curves: list[Node] = []
    if parts[1].tag == SEQUENCE:
        curves += parts[1].children()[1:]
        parts = read_node(parts[2].octets())[0].children()
    curves += (curve for part in parts[2:] if part.tag == CONTEXT_0 for curve in part.children())
    (curve,) = {each.content for each in curves}
    scalar, named = parts[1].octets(), _CURVES[curve]
    if len(scalar) == (named.key_size + 7) // 8:
        raise ValueError("a key of the right length")
    return ec.derive_private_key(int.from_bytes(scalar, "big"), named)


@dataclass(frozen=True, slots=True)
class LoadedKey:
    """A key that TLS servers can use: PEM in PKCS#8, and its public key, by which its certificate is found."""

    pem: str = field(repr=False)
    public: CertificatePublicKeyTypes


def load_private_key(encoded: bytes, *, was_checked: bool = False) -> LoadedKey:
    """Return the key in DER (`encoded`): PKCS#8, PKCS#1 or SEC1.

    Raises UploadRefusedError if TLS servers use no such keys. `was_checked` if the child process that decrypted it has
    tested its primes already, which takes up to 0.6 s.
    """
    _inspect_key(encoded)
    private_key = _loaded(_in_version_1(encoded), was_checked=was_checked)
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
        return _key_with_any_scalar(encoded)
    except _NO_KEY:
        raise UploadRefusedError(Refusal.KEY_UNREADABLE) from None  # whose text may have parts of the content
