"""Keys that are derived from passwords: RFC 8018 (PBKDF1, PBKDF2), RFC 7914 (scrypt), and RFC 7292 appendix B.

The library offers the second and the third only. The parameters are read before any work is done, so that a caller can
bound it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from certkeeper.domain.uploads.limits import MAX_SCRYPT_BYTES
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.x509.der import Node

_PBKDF2 = bytes.fromhex("2a864886f70d01050c")
"""The object identifier 1.2.840.113549.1.5.12 (RFC 8018 appendix A.2)."""
_SCRYPT = bytes.fromhex("2b06010401da47040b")
"""The object identifier 1.3.6.1.4.1.11591.4.11 of scrypt (RFC 7914 section 7)."""

_RSADSI_DIGEST = "2a864886f70d02"
_NIST_DIGEST = "6086480165030402"
_PSEUDORANDOM_FUNCTIONS = {
    bytes.fromhex(_RSADSI_DIGEST + "06"): "md5",
    bytes.fromhex(_RSADSI_DIGEST + "07"): "sha1",
    bytes.fromhex(_RSADSI_DIGEST + "08"): "sha224",
    bytes.fromhex(_RSADSI_DIGEST + "09"): "sha256",
    bytes.fromhex(_RSADSI_DIGEST + "0a"): "sha384",
    bytes.fromhex(_RSADSI_DIGEST + "0b"): "sha512",
    bytes.fromhex(_RSADSI_DIGEST + "0c"): "sha512_224",
    bytes.fromhex(_RSADSI_DIGEST + "0d"): "sha512_256",
    bytes.fromhex(_NIST_DIGEST + "0d"): "sha3_224",
    bytes.fromhex(_NIST_DIGEST + "0e"): "sha3_256",
    bytes.fromhex(_NIST_DIGEST + "0f"): "sha3_384",
    bytes.fromhex(_NIST_DIGEST + "10"): "sha3_512",
}
"""Object identifiers of HMAC with a digest: RFC 8018 appendix B.1.2, and NIST's arc of hash algorithms for SHA-3."""
_ALGORITHMS: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "md5": hashes.MD5,
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "sha512_224": hashes.SHA512_224,
    "sha512_256": hashes.SHA512_256,
    "sha3_224": hashes.SHA3_224,
    "sha3_256": hashes.SHA3_256,
    "sha3_384": hashes.SHA3_384,
    "sha3_512": hashes.SHA3_512,
}
"""The library's digests by hashlib's names. Its PBKDF2 takes a third of the time of hashlib's, measured."""
_DEFAULT_FUNCTION = "sha1"
"""The digest of PBKDF2 where the parameters name none (RFC 8018 appendix A.2)."""

_SCRYPT_BLOCK = 128
"""Bytes of memory for each unit of N times r: RFC 7914 section 2."""
_MAX_SCRYPT_PASSES = 16
"""The largest parallelization parameter p (RFC 7914 section 2) that is accepted; programs write 1."""
_SCRYPT_BYTES_PER_ROUND = 1024
"""Filling so many bytes takes about as long as a round of HMAC-SHA-256."""

FOR_KEY, FOR_IV, FOR_MAC = 1, 2, 3
"""The purposes of derived bytes: RFC 7292 appendix B.3."""


class Password(NamedTuple):
    """A password in one of the forms that programs make of it (`opening/passwords.py`).

    `text` is what RFC 7292 derives from, None for no password at all; `octets` are what RFC 8018 derives from.
    """

    text: str | None
    octets: bytes

    def __repr__(self) -> str:
        """Return a text without the password: a repr ends up in logs."""
        return "Password()"

    @property
    def bmp(self) -> bytes:
        """The text as RFC 7292 appendix B.1 has it, with two zero bytes at its end; nothing for no password."""
        return b"" if self.text is None else self.text.encode("utf-16-be") + b"\0\0"


class Derivation(Protocol):
    """A way to derive a key, with its parameters. `rounds` is the work, in rounds of HMAC-SHA-256."""

    @property
    def rounds(self) -> int:
        """The work of one derivation."""
        ...

    def key(self, password: Password, size: int) -> bytes:
        """Return a key of `size` bytes for a password."""
        ...


@dataclass(frozen=True, slots=True)
class Pbkdf2:
    """PBKDF2 (RFC 8018 section 5.2). `key_bytes` is the length that the parameters ask for, None where they do not."""

    salt: bytes
    rounds: int
    digest: str
    key_bytes: int | None

    def key(self, password: Password, size: int) -> bytes:
        """Return a key of `size` bytes for a password."""
        return PBKDF2HMAC(_ALGORITHMS[self.digest](), size, self.salt, self.rounds).derive(password.octets)


@dataclass(frozen=True, slots=True)
class Scrypt:
    """Scrypt (RFC 7914 section 6), with its parameters N, r and p."""

    salt: bytes
    cost: int
    block_size: int
    passes: int
    key_bytes: ClassVar[None] = None

    @property
    def rounds(self) -> int:
        """The work in rounds; raise UploadRefusedError if it takes more memory than an upload may."""
        if min(self.cost, self.block_size, self.passes) < 1:
            return 0
        memory = _SCRYPT_BLOCK * self.cost * self.block_size
        if memory > MAX_SCRYPT_BYTES or self.passes > _MAX_SCRYPT_PASSES:
            raise UploadRefusedError(Refusal.TOO_MUCH_WORK)
        return max(1, memory * self.passes // _SCRYPT_BYTES_PER_ROUND)

    def key(self, password: Password, size: int) -> bytes:
        """Return a key of `size` bytes for a password; raise UploadRefusedError for numbers that nobody has."""
        try:
            return hashlib.scrypt(
                password.octets,
                salt=self.salt,
                n=self.cost,
                r=self.block_size,
                p=self.passes,
                maxmem=2 * MAX_SCRYPT_BYTES,
                dklen=size,
            )
        except ValueError:
            raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED) from None


@dataclass(frozen=True, slots=True)
class Pbkdf1:
    """PBKDF1 (RFC 8018 section 5.1): at most as many bytes as the digest has."""

    salt: bytes
    rounds: int
    digest: str

    def key(self, password: Password, size: int) -> bytes:
        """Return the first `size` bytes of the digest for a password."""
        block = password.octets + self.salt
        digest_of = _constructor(self.digest)
        for _ in repeat(None, self.rounds):
            block = digest_of(block).digest()
        return block[:size]


@dataclass(frozen=True, slots=True)
class Pkcs12Derivation:
    """The derivation of RFC 7292 appendix B.2. `digest` is hashlib's name, `rounds` are over password and salt."""

    salt: bytes
    rounds: int
    digest: str = "sha1"

    def key(self, password: Password, size: int) -> bytes:
        """Return a key of `size` bytes for a password."""
        return self.bytes_for(FOR_KEY, password.bmp, size)

    def iv(self, password: Password, size: int) -> bytes:
        """Return an initialization vector of `size` bytes for a password."""
        return self.bytes_for(FOR_IV, password.bmp, size)

    def bytes_for(self, purpose: int, password: bytes, size: int) -> bytes:
        """Return `size` bytes for a purpose; the password is a BMPString with its end, or nothing."""
        block_size = hashlib.new(self.digest).block_size
        inputs = _filled(self.salt, block_size) + _filled(password, block_size)
        digest_of = _constructor(self.digest)
        derived = b""
        while True:
            block = bytes([purpose]) * block_size + inputs
            for _ in repeat(None, self.rounds):
                block = digest_of(block).digest()
            derived += block
            if len(derived) >= size:
                return derived[:size]
            inputs = _advanced(inputs, block, block_size)


def derivation_of(algorithm: Node) -> Pbkdf2 | Scrypt:
    """Return the derivation that an AlgorithmIdentifier names: PBKDF2 or scrypt (RFC 8018 appendix A, RFC 7914).

    Raises UploadRefusedError if it is another one or cannot be read.
    """
    identifier, *parameters = algorithm.children()
    if identifier.tag != OBJECT_IDENTIFIER or not parameters:
        raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)
    if identifier.content == _PBKDF2:
        return _pbkdf2(parameters[0].children())
    if identifier.content == _SCRYPT:
        match parameters[0].children():
            case (salt, cost, block_size, passes, *_):
                return Scrypt(salt.octets(), cost.number(), block_size.number(), passes.number())
    raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)


def _pbkdf2(parts: tuple[Node, ...]) -> Pbkdf2:
    """Read the parameters: salt, rounds, and two parts that may be absent (RFC 8018 appendix A.2)."""
    match parts:
        case (salt, rounds, *optional) if salt.tag & ~0x20 == OCTET_STRING:
            lengths = [part.number() for part in optional if part.tag == INTEGER]
            functions = [part.first().content for part in optional if part.tag == SEQUENCE]
        case _:
            raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)
    digest = _PSEUDORANDOM_FUNCTIONS.get(functions[0]) if functions else _DEFAULT_FUNCTION
    if digest is None:
        raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)
    return Pbkdf2(salt.octets(), rounds.number(), digest, lengths[0] if lengths else None)


def digest_of_function(identifier: bytes) -> str | None:
    """Return hashlib's name of the digest of an HMAC, by its object identifier; None for an unknown one."""
    return _PSEUDORANDOM_FUNCTIONS.get(identifier)


def _constructor(digest: str) -> Callable[[bytes], hashlib._Hash]:
    """Return what makes a digest, by hashlib's name; hashlib has no constructor for SHA-512/224 and SHA-512/256.

    A constructor takes a third of the time of hashlib.new, and there may be a million rounds.
    """
    return getattr(hashlib, digest, None) or partial(hashlib.new, digest)


def _advanced(inputs: bytes, block: bytes, block_size: int) -> bytes:
    """Return the inputs of the next block: each piece plus the last block and one (RFC 7292 appendix B.2, step 6C)."""
    added = int.from_bytes(_filled(block, block_size)[:block_size], "big") + 1
    pieces = (inputs[start : start + block_size] for start in range(0, len(inputs), block_size))
    full = 1 << 8 * block_size
    return b"".join(((int.from_bytes(piece, "big") + added) % full).to_bytes(block_size, "big") for piece in pieces)


def _filled(part: bytes, block_size: int) -> bytes:
    """Repeat a part until it fills whole blocks, and return it; an empty one stays empty."""
    if not part:
        return b""
    length = -(-len(part) // block_size) * block_size
    return (part * (length // len(part) + 1))[:length]
