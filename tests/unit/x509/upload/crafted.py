"""DER and PKCS#12 written by hand: what no library would write."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from certkeeper.x509.der import CONTEXT_0, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, read_node

if TYPE_CHECKING:
    from collections.abc import Iterable

NULL = b"\x05\x00"
DATA, ENCRYPTED_DATA, SIGNED_DATA = "2a864886f70d010701", "2a864886f70d010706", "2a864886f70d010702"
KEY_BAG, SHROUDED_KEY_BAG, SAFE_CONTENTS_BAG = (f"2a864886f70d010c0a010{arc}" for arc in (1, 2, 6))
PBES2, PBKDF2, PBMAC1 = "2a864886f70d01050d", "2a864886f70d01050c", "2a864886f70d01050e"
SCRYPT, SHA_256, HMAC_SHA_256 = "2b06010401da47040b", "608648016503040201", "2a864886f70d0209"
AES_256_CBC, SHA1_3DES = "60864801650304012a", "2a864886f70d010c0103"


def tlv(tag: int, *parts: bytes) -> bytes:
    """Write one element."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def sequence(*parts: bytes) -> bytes:
    """Write a SEQUENCE."""
    return tlv(SEQUENCE, *parts)


def oid(encoded: str) -> bytes:
    """Write an OBJECT IDENTIFIER, given as hex."""
    return tlv(OBJECT_IDENTIFIER, bytes.fromhex(encoded))


def integer(number: int) -> bytes:
    """Write an INTEGER."""
    return tlv(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def octets(content: bytes) -> bytes:
    """Write an OCTET STRING."""
    return tlv(OCTET_STRING, content)


def pbkdf2(rounds: int) -> bytes:
    """Write PBKDF2's AlgorithmIdentifier."""
    return sequence(oid(PBKDF2), sequence(octets(b"saltsalt"), integer(rounds), sequence(oid(HMAC_SHA_256), NULL)))


def scrypt(cost: int, block_size: int = 8, passes: int = 1) -> bytes:
    """Write scrypt's AlgorithmIdentifier."""
    return sequence(oid(SCRYPT), sequence(octets(b"saltsalt"), integer(cost), integer(block_size), integer(passes)))


def pbes2(derivation: bytes) -> bytes:
    """Write the AlgorithmIdentifier of AES-256 with such a key derivation."""
    return sequence(oid(PBES2), sequence(derivation, sequence(oid(AES_256_CBC), octets(bytes(16)))))


def pbes1(rounds: int) -> bytes:
    """Write the AlgorithmIdentifier of PKCS#12's 3DES."""
    return sequence(oid(SHA1_3DES), sequence(octets(b"saltsalt"), integer(rounds)))


def encrypted(algorithm: bytes) -> bytes:
    """Write an EncryptedPrivateKeyInfo with nothing sensible in it."""
    return sequence(algorithm, octets(bytes(64)))


def typed(kind: str, content: bytes) -> bytes:
    """Write a ContentInfo or a SafeBag."""
    return sequence(oid(kind), tlv(CONTEXT_0, content))


def safe(*bags: bytes) -> bytes:
    """Write a safe that is not encrypted."""
    return typed(DATA, octets(sequence(*bags)))


def encrypted_safe(algorithm: bytes) -> bytes:
    """Write a safe with nothing sensible in it."""
    return typed(ENCRYPTED_DATA, sequence(integer(0), sequence(oid(DATA), algorithm, tlv(0x80, bytes(64)))))


def mac(rounds: int) -> bytes:
    """Write a MacData with SHA-256."""
    return sequence(sequence(sequence(oid(SHA_256), NULL), octets(bytes(32))), octets(b"saltsalt"), integer(rounds))


def pfx(safes: Iterable[bytes], *mac_data: bytes) -> bytes:
    """Write a PKCS#12 file."""
    return sequence(integer(3), typed(DATA, octets(sequence(*safes))), *mac_data)


def with_pbmac1(encoded: bytes, password: bytes, rounds: int = 1000, *, asked: int | None = None) -> bytes:
    """Return a PKCS#12 file with its MAC replaced by RFC 9579's; `asked` is written in place of the true rounds."""
    version, contents, *_ = read_node(encoded)[0].children()
    authenticated = contents.children()[1].children()[0].octets()
    key = hashlib.pbkdf2_hmac("sha256", password, b"saltsalt", rounds, 32)
    derivation = sequence(
        oid(PBKDF2),
        sequence(octets(b"saltsalt"), integer(asked or rounds), integer(32), sequence(oid(HMAC_SHA_256), NULL)),
    )
    algorithm = sequence(oid(PBMAC1), sequence(derivation, sequence(oid(HMAC_SHA_256), NULL)))
    digest = octets(hmac.digest(key, authenticated, "sha256"))
    return sequence(
        version.encoded, contents.encoded, sequence(sequence(algorithm, digest), octets(b"NOT USED"), integer(1))
    )


def pbmac1_file(authenticated: bytes, password: bytes, rounds: bytes, function: bytes, length: bytes) -> bytes:
    """Write a file with PBMAC1 whose optional parts are given: the rounds of MacData, the PRF, and the key's length."""
    key = hashlib.pbkdf2_hmac("sha256", password, b"saltsalt", 1000, 32)
    derivation = sequence(oid(PBKDF2), sequence(octets(b"saltsalt"), integer(1000), length, function))
    algorithm = sequence(oid(PBMAC1), sequence(derivation, function))
    digest = octets(hmac.digest(key, authenticated, "sha256"))
    mac_data = sequence(sequence(algorithm, digest), octets(b"NOT USED"), rounds)
    return sequence(integer(3), typed(DATA, octets(authenticated)), mac_data)


def indefinite(tag: int, *parts: bytes) -> bytes:
    """Write one element in BER, with an end mark in place of its length."""
    return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"


def as_nss_writes(encoded: bytes) -> bytes:
    """Return a PKCS#12 file in BER: no lengths outside, the contents in chunks."""
    version, contents, *mac_data = read_node(encoded)[0].children()
    authenticated = contents.children()[1].children()[0].octets()
    chunks = [octets(authenticated[start : start + 100]) for start in range(0, len(authenticated), 100)]
    data = indefinite(SEQUENCE, oid(DATA), indefinite(CONTEXT_0, indefinite(0x24, *chunks)))
    return indefinite(SEQUENCE, version.encoded, data, *(part.encoded for part in mac_data))


def parts(encoded: bytes) -> list[bytes]:
    """Return the elements inside an element, each as it is."""
    return [part.encoded for part in read_node(encoded)[0].children()]


def content(encoded: bytes) -> bytes:
    """Return what is inside an element."""
    return read_node(encoded)[0].content
