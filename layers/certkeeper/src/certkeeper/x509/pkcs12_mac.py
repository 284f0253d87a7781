"""The MAC of a PKCS#12 file: RFC 7292 section 4 and appendix B, and RFC 9579 for PBMAC1 (ADRs 40 and 79).

The library checks a MAC only while it opens the whole file, and does not say whether the MAC was what failed. It also
writes one with 2,048 rounds only.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.derivations import FOR_MAC, Password, Pkcs12Derivation, derivation_of, digest_of_function

if TYPE_CHECKING:
    from certkeeper.x509.der import Node
    from certkeeper.x509.derivations import Pbkdf2, Scrypt

_NIST = "6086480165030402"
_DIGESTS = {
    bytes.fromhex("2a864886f70d0205"): "md5",
    bytes.fromhex("2b0e03021a"): "sha1",
    bytes.fromhex(_NIST + "04"): "sha224",
    bytes.fromhex(_NIST + "01"): "sha256",
    bytes.fromhex(_NIST + "02"): "sha384",
    bytes.fromhex(_NIST + "03"): "sha512",
    bytes.fromhex(_NIST + "05"): "sha512_224",
    bytes.fromhex(_NIST + "06"): "sha512_256",
    bytes.fromhex(_NIST + "07"): "sha3_224",
    bytes.fromhex(_NIST + "08"): "sha3_256",
    bytes.fromhex(_NIST + "09"): "sha3_384",
    bytes.fromhex(_NIST + "0a"): "sha3_512",
}
"""Object identifiers of digests: RFC 8017 appendix B.1, and RFC 8702 section 2 for the arc of SHA-3."""

_PBMAC1 = bytes.fromhex("2a864886f70d01050e")
"""The object identifier of PBMAC1, 1.2.840.113549.1.5.14 (RFC 8018 appendix A.5)."""

_MAX_KEY_BYTES = 128
"""A key for PBMAC1 is as long as its digest, at most 64 bytes (RFC 9579 section 4); a longer one would hide work."""


def mac_key(password: str, salt: bytes, digest: str, rounds: int) -> bytes:
    """Derive the key of a MAC by RFC 7292 appendix B.2 and return it; it is as long as the digest, in bytes.

    `digest` is hashlib's name, and `rounds` the number of iterations over password and salt.
    """
    bmp = Password(password, b"").bmp
    return Pkcs12Derivation(salt, rounds, digest).bytes_for(FOR_MAC, bmp, hashlib.new(digest).digest_size)


@dataclass(frozen=True, slots=True)
class Mac:
    """The MacData of a file: how its key is derived, the digest of its HMAC (empty: an unknown one), and its value."""

    derivation: Pkcs12Derivation | Pbkdf2 | Scrypt
    digest: str
    expected: bytes = field(repr=False)

    @classmethod
    def of(cls, data: Node) -> Mac:
        """Return what a MacData says (`data`); raise UploadRefusedError if it cannot be read.

        The digest may have parameters or not (RFC 4055 section 2.1), and Windows leaves them out; rounds that are
        absent are one (RFC 7292 section 4). PBMAC1 has its salt and its rounds in its parameters (RFC 9579 section 4).
        """
        digest_info, salt, *rounds = data.require(2)
        algorithm, expected, *_ = digest_info.require(2)
        identifier, *parameters = algorithm.require(1)
        if identifier.content == _PBMAC1 and parameters:
            derivation, scheme, *_ = parameters[0].require(2)
            digest = digest_of_function(scheme.first().content) or ""
            return cls(_bounded(derivation_of(derivation)), digest, expected.octets())
        digest = _DIGESTS.get(identifier.content, "")
        count = rounds[0].number() if rounds else 1
        return cls(Pkcs12Derivation(salt.octets(), count, digest), digest, expected.octets())

    def holds(self, authenticated: bytes, password: Password) -> bool:
        """Return whether it is the MAC of the authenticated bytes under a password.

        Takes as many rounds as the derivation asks for: the caller has bounded them. Raises UploadRefusedError if the
        digest is unknown.
        """
        if not self.digest:
            raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)
        size = hashlib.new(self.digest).digest_size
        if isinstance(self.derivation, Pkcs12Derivation):
            key = self.derivation.bytes_for(FOR_MAC, password.bmp, size)
        else:
            key = self.derivation.key(password, self.derivation.key_bytes or size)
        return hmac.compare_digest(hmac.digest(key, authenticated, self.digest), self.expected)

    def secret_of(self, password: Password) -> bytes:
        """Return the bytes of a password that matter to this MAC: those with the same ones need not be tried twice."""
        return password.bmp if isinstance(self.derivation, Pkcs12Derivation) else password.octets


def _bounded(derivation: Pbkdf2 | Scrypt) -> Pbkdf2 | Scrypt:
    if not 0 <= (derivation.key_bytes or 0) <= _MAX_KEY_BYTES:
        raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)
    return derivation
