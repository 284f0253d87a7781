"""What is encrypted under a password: PBES2 and PBES1 of RFC 8018, and the encryption of PKCS#12 (RFC 7292 appendix C).

The ciphers are the library's, but for RC2 with short keys. An algorithm that is not here is one that the library is
asked about.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4, IDEA, SEED, Camellia, TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import INTEGER, OBJECT_IDENTIFIER
from certkeeper.x509.derivations import Pbkdf1, Pbkdf2, Pkcs12Derivation, Scrypt, derivation_of
from certkeeper.x509.upload.opening.rc2 import rc2_cbc_decrypted

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.ciphers import CipherAlgorithm

    from certkeeper.x509.der import Node
    from certkeeper.x509.derivations import Derivation, Password

_PKCS5 = bytes.fromhex("2a864886f70d0105")
"""The object identifier 1.2.840.113549.1.5 of PKCS#5 (RFC 8018 appendix C)."""
_PBES2 = _PKCS5 + b"\x0d"
_PKCS12_PBE = bytes.fromhex("2a864886f70d010c01")
"""The object identifier 1.2.840.113549.1.12.1: SHA-1 with RC4, 3DES or RC2 (RFC 7292 appendix C)."""
_RC2_CBC = bytes.fromhex("2a864886f70d0302")
"""The object identifier 1.2.840.113549.3.2 of RC2 in PBES2 (RFC 8018 appendix B.2.3)."""

_RC2_EFFECTIVE_BITS = {160: 40, 120: 64, 58: 128}
"""The bits that count, by the number that parameters have for them: RFC 8018 appendix B.2.3."""
_RC2_DEFAULT_BITS = 32
"""The bits that count where the parameters have no number for them (the same appendix)."""
_MAX_RC2_BITS, _MAX_KEY_BYTES = 1024, 128
"""The most bits that count, and the most bytes of a key: RFC 2268 section 2."""
_RC2_KEY_BYTES = 16
"""The bytes of a key of RC2 where the derivation does not say how many."""


class CipherKind(NamedTuple):
    """A cipher: the library's class for a key, or None for RC2, and the bytes of its key and of its block (0: RC4)."""

    make: Callable[[bytes], CipherAlgorithm] | None
    key_bytes: int
    block_bytes: int
    is_legacy: bool = True


_AES, _CAMELLIA = "6086480165030401", "2a83088c9a4b3d010101"
_CIPHERS = {
    bytes.fromhex(_AES + "02"): CipherKind(AES, 16, 16, is_legacy=False),
    bytes.fromhex(_AES + "16"): CipherKind(AES, 24, 16, is_legacy=False),
    bytes.fromhex(_AES + "2a"): CipherKind(AES, 32, 16, is_legacy=False),
    bytes.fromhex(_CAMELLIA + "02"): CipherKind(Camellia, 16, 16, is_legacy=False),
    bytes.fromhex(_CAMELLIA + "03"): CipherKind(Camellia, 24, 16, is_legacy=False),
    bytes.fromhex(_CAMELLIA + "04"): CipherKind(Camellia, 32, 16, is_legacy=False),
    bytes.fromhex("2a831a8c9a440104"): CipherKind(SEED, 16, 16, is_legacy=False),
    bytes.fromhex("2a864886f70d0307"): CipherKind(TripleDES, 24, 8),
    bytes.fromhex("2b0e030207"): CipherKind(TripleDES, 8, 8),  # DES, which is 3DES with one key
}
"""Ciphers of PBES2 in CBC mode: NIST's arc of AES, RFC 3657 for Camellia, RFC 4010 for SEED, RFC 8018 appendix B.2."""

CIPHERS_BY_NAME = {
    "AES-128-CBC": CipherKind(AES, 16, 16, is_legacy=False),
    "AES-192-CBC": CipherKind(AES, 24, 16, is_legacy=False),
    "AES-256-CBC": CipherKind(AES, 32, 16, is_legacy=False),
    "CAMELLIA-128-CBC": CipherKind(Camellia, 16, 16, is_legacy=False),
    "CAMELLIA-192-CBC": CipherKind(Camellia, 24, 16, is_legacy=False),
    "CAMELLIA-256-CBC": CipherKind(Camellia, 32, 16, is_legacy=False),
    "SEED-CBC": CipherKind(SEED, 16, 16, is_legacy=False),
    "IDEA-CBC": CipherKind(IDEA, 16, 8),
    "DES-EDE3-CBC": CipherKind(TripleDES, 24, 8),
    "DES-CBC": CipherKind(TripleDES, 8, 8),
}
"""The same by OpenSSL's names, for keys in PEM that are encrypted in its own way."""

_OF_PKCS12 = {
    1: (CipherKind(ARC4, 16, 0), 128),
    2: (CipherKind(ARC4, 5, 0), 40),
    3: (CipherKind(TripleDES, 24, 8), 192),
    4: (CipherKind(TripleDES, 16, 8), 128),
    5: (CipherKind(None, 16, 8), 128),
    6: (CipherKind(None, 5, 8), 40),
}
"""The ciphers of PKCS#12 and the bits of their keys, by the last arc: RFC 7292 appendix C."""
_OF_PKCS5 = {
    3: ("md5", CipherKind(TripleDES, 8, 8)),
    6: ("md5", CipherKind(None, 8, 8)),
    10: ("sha1", CipherKind(TripleDES, 8, 8)),
    11: ("sha1", CipherKind(None, 8, 8)),
}
"""The digests and ciphers of PBES1, by the last arc: RFC 8018 appendix A.3. The library is asked about MD2."""
_RC2_BITS_OF_PKCS5 = 64


_ONLY_IN_LIBRARY = (
    bytes.fromhex("2a831a8c9a6e0101"),  # ARIA, RFC 5794
    bytes.fromhex("2a811ccf550168"),  # SM4
    bytes.fromhex("2a864886f67d07420a"),  # CAST5, RFC 2144
    bytes.fromhex("2b06010401975501"),  # Blowfish
)
"""The arcs of ciphers that the library knows in PKCS#12, but has no class for."""


class LeftToLibraryError(UploadRefusedError):
    """The library is asked, since it knows more or is faster; `refusal` is the answer if it cannot do it either."""


class NotDecryptedError(Exception):
    """The padding is wrong, so the password is, or the content is damaged."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """An encryption under a password; `kind` is None for a cipher that is not known here.

    `effective_bits` are those of RC2, `iv` is empty where it is derived; `is_of_library` if the library has the cipher.
    """

    derivation: Derivation
    kind: CipherKind | None
    effective_bits: int = 0
    iv: bytes = field(default=b"", repr=False)
    is_of_library: bool = False

    @property
    def is_legacy(self) -> bool:
        """Whether the cipher is one that protects little."""
        return self.kind is not None and self.kind.is_legacy

    @property
    def interpreted_rounds(self) -> int:
        """The rounds that Python computes one by one; PBKDF2 and scrypt are compiled."""
        if isinstance(self.derivation, Pbkdf1):
            return self.derivation.rounds
        if isinstance(self.derivation, Pkcs12Derivation) and self.kind:
            return self.derivation.rounds * (2 + (self.kind.key_bytes > 20))  # noqa: PLR2004 - the bytes of SHA-1
        return 0

    def decrypted(self, content: bytes, password: Password) -> bytes:
        """Return the content without its encryption and padding, under a password.

        Takes as many rounds as the derivation asks for: the caller has bounded them. Raises NotDecryptedError if the
        padding is wrong, and UploadRefusedError if the cipher is not known, LeftToLibraryError if the library has it.
        """
        kind = self.kind
        if kind is None and self.is_of_library:
            raise LeftToLibraryError(Refusal.WRONG_PASSWORD_OR_DAMAGED)
        if kind is None:
            raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)
        block_bytes = kind.block_bytes
        if block_bytes and (not content or len(content) % block_bytes):
            raise NotDecryptedError
        key, iv = self._key_and_iv(kind, password)
        if kind.make is None:
            plain = rc2_cbc_decrypted(content, key, self.effective_bits, iv)
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # DES and 3DES are what the file has
                decryptor = Cipher(kind.make(key), CBC(iv) if block_bytes else None).decryptor()
            plain = decryptor.update(content) + decryptor.finalize()
        return _unpadded(plain, block_bytes) if block_bytes else plain

    def _key_and_iv(self, kind: CipherKind, password: Password) -> tuple[bytes, bytes]:
        derivation, key_bytes, block_bytes = self.derivation, kind.key_bytes, kind.block_bytes
        if isinstance(derivation, Pbkdf1):
            derived = derivation.key(password, key_bytes + block_bytes)
            return derived[:key_bytes], derived[key_bytes:]
        key = derivation.key(password, key_bytes)
        if isinstance(derivation, Pkcs12Derivation):
            return key, derivation.iv(password, block_bytes) if block_bytes else b""
        return key, self.iv


def scheme_of(algorithm: Node) -> Scheme:
    """Return the encryption that an AlgorithmIdentifier names (RFC 8018 section 6, RFC 7292 appendix C).

    Raises UploadRefusedError if it is another one or cannot be read.
    """
    identifier, *parameters = algorithm.require(1)
    if identifier.tag == OBJECT_IDENTIFIER and parameters:
        name, arc = identifier.content[:-1], identifier.content[-1]
        if identifier.content == _PBES2:
            derivation, encryption, *_ = parameters[0].require(2)
            return _pbes2(derivation_of(derivation), encryption)
        if (name == _PKCS12_PBE and arc in _OF_PKCS12) or (name == _PKCS5 and arc in _OF_PKCS5):
            salt, rounds, *_ = parameters[0].require(2)
            return _pbes1(name, arc, salt.octets(), rounds.number())
    raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)


def _pbes1(name: bytes, arc: int, salt: bytes, rounds: int) -> Scheme:
    if name == _PKCS12_PBE:
        kind, bits = _OF_PKCS12[arc]
        return Scheme(Pkcs12Derivation(salt, rounds), kind, bits)
    digest, kind = _OF_PKCS5[arc]
    return Scheme(Pbkdf1(salt, rounds, digest), kind, _RC2_BITS_OF_PKCS5)


def _pbes2(derivation: Pbkdf2 | Scrypt, encryption: Node) -> Scheme:
    identifier, *parameters = encryption.require(1)
    kind, bits, iv = _CIPHERS.get(identifier.content), 0, parameters[0].octets() if parameters else b""
    if identifier.content == _RC2_CBC and parameters:
        kind, bits, iv = _rc2(derivation, parameters[0])
    key_bytes = derivation.key_bytes
    if kind and (len(iv) != kind.block_bytes or key_bytes not in {None, kind.key_bytes}):
        kind = None
    return Scheme(derivation, kind, bits, iv, identifier.content.startswith(_ONLY_IN_LIBRARY))


def _rc2(derivation: Pbkdf2 | Scrypt, parameters: Node) -> tuple[CipherKind | None, int, bytes]:
    """Return the cipher, the bits of its key that count, and the IV.

    The number for the bits may be absent (RFC 8018 appendix B.2.3).
    """
    parts = parameters.require(1)
    version = parts[0].number() if parts[0].tag == INTEGER else None
    bits = _RC2_DEFAULT_BITS if version is None else _RC2_EFFECTIVE_BITS.get(version, version)
    key_bytes = derivation.key_bytes or _RC2_KEY_BYTES
    is_known = 1 <= bits <= _MAX_RC2_BITS and 1 <= key_bytes <= _MAX_KEY_BYTES
    return CipherKind(None, key_bytes, 8) if is_known else None, bits, parts[-1].octets()


def _unpadded(plain: bytes, block_bytes: int) -> bytes:
    """Return the content without its padding: RFC 8018 section 6.1.1, step 4."""
    size = plain[-1]
    if not 1 <= size <= block_bytes or plain[-size:] != bytes([size]) * size:
        raise NotDecryptedError
    return plain[:-size]
