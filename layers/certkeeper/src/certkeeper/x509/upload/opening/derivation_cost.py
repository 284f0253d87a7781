"""The cost of a password's key derivation, read from its parameters before any of it is done (ADR 40).

980 bytes of PKCS#12 that ask for 2^31 rounds take minutes, need no valid password, and hold the interpreter's lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads.limits import MAX_ROUNDS, MAX_SCRYPT_BYTES, MAX_TOTAL_ROUNDS
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.pkcs12_mac import PBMAC1

if TYPE_CHECKING:
    from certkeeper.x509.der import Node

_PKCS5 = bytes.fromhex("2a864886f70d0105")
"""The object identifier 1.2.840.113549.1.5 of PKCS#5 (RFC 8018 appendix C). Its arcs 1 to 11 are PBES1."""
_PBKDF2, _PBES2 = _PKCS5 + b"\x0c", _PKCS5 + b"\x0d"
_PKCS12_PBE = bytes.fromhex("2a864886f70d010c01")
"""The object identifier 1.2.840.113549.1.12.1: SHA-1 with RC4, 3DES or RC2 (RFC 7292 appendix C)."""
_SCRYPT = bytes.fromhex("2b06010401da47040b")
"""The object identifier 1.3.6.1.4.1.11591.4.11 of scrypt (RFC 7914 section 7)."""

_SCRYPT_BLOCK = 128
"""Bytes of memory for each unit of N times r: RFC 7914 section 2."""
_MAX_SCRYPT_PASSES = 16
"""The largest parallelization parameter p (RFC 7914 section 2) that is accepted; programs write 1."""
_SCRYPT_BYTES_PER_ROUND = 1024
"""Filling so many bytes takes about as long as a round of HMAC-SHA-256."""


class DerivationCost:
    """The rounds that all derivations of one file ask for.

    Adding raises UploadRefusedError as soon as they are too many.
    """

    def __init__(self) -> None:
        self.rounds = 0
        self.is_legacy = False

    def add_encryption(self, algorithm: Node) -> None:
        """Add the AlgorithmIdentifier of a password-based encryption (RFC 8018 section 6).

        Raises UploadRefusedError if the algorithm is unknown or asks for too much.
        """
        identifier = _part(algorithm, 0).content
        if identifier == _PBES2:
            self._derivation(_part(_part(algorithm, 1), 0))
        elif identifier.startswith((_PKCS5, _PKCS12_PBE)):
            self.is_legacy = True
            self._add(_part(_part(algorithm, 1), 1).number())
        else:
            raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)

    def add_mac(self, data: Node) -> None:
        """Add the data of a MAC: RFC 7292 section 4, and RFC 9579 for PBMAC1, whose rounds are in its parameters.

        Only PBMAC1 needs parameters. A digest may have them or not (RFC 4055 section 2.1), and Windows leaves them out.
        """
        algorithm = _part(_part(data, 0), 0)
        rounds = data.children()[2:]
        if _part(algorithm, 0).content == PBMAC1:
            self._derivation(_part(_part(algorithm, 1), 0))
        else:
            self._add(rounds[0].number() if rounds else 1)

    def _derivation(self, algorithm: Node) -> None:
        identifier = _part(algorithm, 0).content
        if identifier == _PBKDF2:
            self._add(_part(_part(algorithm, 1), 1).number())
        elif identifier == _SCRYPT:
            self._scrypt(*(_part(_part(algorithm, 1), place).number() for place in (1, 2, 3)))
        else:
            raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)

    def _scrypt(self, cost: int, block_size: int, passes: int) -> None:
        memory = _SCRYPT_BLOCK * cost * block_size
        if min(cost, block_size, passes) < 1:
            raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)
        if memory > MAX_SCRYPT_BYTES or passes > _MAX_SCRYPT_PASSES:
            raise UploadRefusedError(Refusal.TOO_MUCH_WORK)
        self._add(max(1, memory * passes // _SCRYPT_BYTES_PER_ROUND))

    def _add(self, rounds: int) -> None:
        if rounds < 1:
            raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)
        self.rounds += rounds
        if rounds > MAX_ROUNDS or self.rounds > MAX_TOTAL_ROUNDS:
            raise UploadRefusedError(Refusal.TOO_MUCH_WORK)


def _part(node: Node, place: int) -> Node:
    """Return the part at a place: of an AlgorithmIdentifier, 0 is its identifier and 1 its parameters, if it has any.

    RFC 5280 section 4.1.1.2. Raises UploadRefusedError if there is none.
    """
    parts = node.children()
    if place >= len(parts):
        raise UploadRefusedError(Refusal.UNREADABLE)
    return parts[place]
