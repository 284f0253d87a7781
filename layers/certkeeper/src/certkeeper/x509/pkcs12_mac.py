"""The MAC of a PKCS#12 file: RFC 7292 section 4 and appendix B, and RFC 9579 for PBMAC1 (ADRs 40 and 79).

The library checks a MAC only while it opens the whole file, and does not say whether the MAC was what failed. It also
writes one with 2,048 rounds only. Both need the derivation of appendix B.2, which the library does not offer.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from certkeeper.domain.uploads.refusals import UploadRefusedError

if TYPE_CHECKING:
    from certkeeper.x509.der import Node

_NIST = "6086480165030402"
_DIGESTS = {
    bytes.fromhex("2a864886f70d0205"): "md5",
    bytes.fromhex("2b0e03021a"): "sha1",
    bytes.fromhex(_NIST + "04"): "sha224",
    bytes.fromhex(_NIST + "01"): "sha256",
    bytes.fromhex(_NIST + "02"): "sha384",
    bytes.fromhex(_NIST + "03"): "sha512",
    bytes.fromhex(_NIST + "07"): "sha3_224",
    bytes.fromhex(_NIST + "08"): "sha3_256",
    bytes.fromhex(_NIST + "09"): "sha3_384",
    bytes.fromhex(_NIST + "0a"): "sha3_512",
}
"""Object identifiers of digests: RFC 8017 appendix B.1, and RFC 8702 section 2 for the arc of SHA-3."""

_RSADSI_DIGEST = "2a864886f70d02"
_PSEUDORANDOM_FUNCTIONS = {
    bytes.fromhex(_RSADSI_DIGEST + "07"): "sha1",
    bytes.fromhex(_RSADSI_DIGEST + "08"): "sha224",
    bytes.fromhex(_RSADSI_DIGEST + "09"): "sha256",
    bytes.fromhex(_RSADSI_DIGEST + "0a"): "sha384",
    bytes.fromhex(_RSADSI_DIGEST + "0b"): "sha512",
}
"""Object identifiers of HMAC with a digest: RFC 8018 appendix B.1.2."""
_DEFAULT_PSEUDORANDOM_FUNCTION = "sha1"
"""The digest of PBKDF2 where the parameters name none (RFC 8018 appendix A.2)."""

PBMAC1 = bytes.fromhex("2a864886f70d01050e")
"""The object identifier of PBMAC1, 1.2.840.113549.1.5.14 (RFC 8018 appendix A.5)."""

_FOR_MAC = 3
"""The purpose of the derived bytes: RFC 7292 appendix B.3."""
_MAX_KEY_BYTES = 128
"""A key for PBMAC1 is as long as its digest, at most 64 bytes (RFC 9579 section 4); a longer one would hide work."""


def mac_key(password: str | None, salt: bytes, digest: str, rounds: int) -> bytes:
    """Derive the key of a MAC by RFC 7292 appendix B.2 and return it; it is as long as the digest, in bytes.

    `digest` is hashlib's name, and `rounds` the number of iterations over password and salt. No password (None) adds
    nothing; an empty one adds the two zero bytes that end a BMPString (appendix B.1).
    """
    block_size = hashlib.new(digest).block_size
    password_bytes = b"" if password is None else password.encode("utf-16-be") + b"\0\0"
    block = bytes([_FOR_MAC]) * block_size + _filled(salt, block_size) + _filled(password_bytes, block_size)
    digest_of = getattr(
        hashlib, digest
    )  # a third of the time that hashlib.new takes, and there may be a million rounds
    for _ in range(rounds):
        block = digest_of(block).digest()
    return block


def is_mac_of(mac: Node, authenticated: bytes, password: str | None) -> bool | None:
    """Return whether a MacData is the MAC of the authenticated bytes under a password.

    None if its algorithm is unknown. Takes as many rounds as the MacData asks for: the caller has bounded them.
    """
    try:
        return _is_mac_of(mac, authenticated, password)
    except (
        UploadRefusedError,
        ValueError,
        IndexError,
        OverflowError,
    ):  # a part is missing, or asks for what no program writes
        return None


def _is_mac_of(mac: Node, authenticated: bytes, password: str | None) -> bool | None:
    digest_info, salt, *rounds = mac.children()
    algorithm, expected = digest_info.children()
    identifier, *parameters = algorithm.children()
    if identifier.content == PBMAC1:
        return _is_pbmac1_of(parameters[0], expected.octets(), authenticated, password or "")
    digest = _DIGESTS.get(identifier.content)
    if digest is None:
        return None
    key = mac_key(password, salt.octets(), digest, rounds[0].number() if rounds else 1)
    return hmac.compare_digest(hmac.digest(key, authenticated, digest), expected.octets())


def _is_pbmac1_of(parameters: Node, expected: bytes, authenticated: bytes, password: str) -> bool | None:
    """Return the same for PBMAC1, whose key PBKDF2 derives from the password in UTF-8: RFC 9579 sections 4 and 5."""
    derivation, scheme = parameters.children()
    salt, rounds, key_length, *function = derivation.children()[1].children()
    derived_with = (
        _PSEUDORANDOM_FUNCTIONS.get(function[0].first().content) if function else _DEFAULT_PSEUDORANDOM_FUNCTION
    )
    digest = _PSEUDORANDOM_FUNCTIONS.get(scheme.first().content)
    if not derived_with or not digest or key_length.number() > _MAX_KEY_BYTES:
        return None
    key = hashlib.pbkdf2_hmac(derived_with, password.encode(), salt.octets(), rounds.number(), key_length.number())
    return hmac.compare_digest(hmac.digest(key, authenticated, digest), expected)


def _filled(part: bytes, block_size: int) -> bytes:
    """Repeat a part until it fills whole blocks, and return it; an empty one stays empty."""
    if not part:
        return b""
    length = -(-len(part) // block_size) * block_size
    return (part * (length // len(part) + 1))[:length]
