"""PKCS#12 (RFC 7292), with today's algorithms and with those of 2005; and private keys under a password (ADR 40)."""

from __future__ import annotations

import hmac
import secrets
from base64 import b64encode
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

from certkeeper.x509.der import INTEGER, OCTET_STRING, SEQUENCE, der, read_node
from certkeeper.x509.export.kept import is_any_kept, with_certificates
from certkeeper.x509.pkcs12_mac import mac_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.serialization import KeySerializationEncryption

    from certkeeper.x509.export.parts import Parts

    Encoder = Callable[[Parts, str, str], bytes]


ROUNDS = 200_000
"""The rounds of key derivation.

The library's default is 2,048; .NET refuses more than 600,000, and Java more than 5,000,000.
"""
_SALT_BYTES = 16
"""The bytes of the salt of the MAC: RFC 8018 section 4.1 wants at least 8."""


def pfx(parts: Parts, password: str, alias: str) -> bytes:
    """Return the parts in PKCS#12 under AES-256 and SHA-256, with a password; the key has the alias.

    OpenSSL 1.1, Windows 10 1709, Java 8u301 and later read it; Java only with a password of ASCII characters.
    """
    return _serialized(parts, password, alias, is_legacy=False)


def legacy_pfx(parts: Parts, password: str, alias: str) -> bytes:
    """Return the parts in PKCS#12 under 3DES and SHA-1, with a password, for older Windows and Java.

    The key has the alias. These algorithms protect little: copies should be destroyed after use. Java reads it only
    with a password of ASCII characters.
    """
    return _serialized(parts, password, alias, is_legacy=True)


def encrypted_key(parts: Parts, password: str) -> bytes:
    """Return the private key of the parts under a password, in encrypted PKCS#8 (RFC 5958 section 3), DER.

    For that form the library uses 2,048 rounds and offers no choice. The key bag of a PKCS#12 file (RFC 7292 section
    4.2.2) has the same structure, and there it lets the caller choose.
    """
    encoded = pkcs12.serialize_key_and_certificates(None, parts.key, None, None, _encryption(password))
    _, contents, _ = read_node(encoded)[0].children()
    authenticated = read_node(contents.children()[1].children()[0].octets())[0]
    (safe,) = authenticated.children()
    (bag,) = read_node(safe.children()[1].children()[0].octets())[0].children()
    return bag.children()[1].children()[0].encoded


def encrypted_key_pem(parts: Parts, password: str) -> bytes:
    """Return the private key of the parts under a password, in encrypted PKCS#8 as PEM (RFC 7468 section 11)."""
    body = b64encode(encrypted_key(parts, password))
    lines = b"".join(body[start : start + 64] + b"\n" for start in range(0, len(body), 64))
    return b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + lines + b"-----END ENCRYPTED PRIVATE KEY-----\n"


def _serialized(parts: Parts, password: str, alias: str, *, is_legacy: bool) -> bytes:
    encryption = _encryption(password, is_legacy=is_legacy)
    if is_any_kept(parts.chain):
        only_key = pkcs12.serialize_key_and_certificates(None, parts.key, None, None, encryption)
        encoded = with_certificates(only_key, parts.chain, alias)
    else:
        encoded = pkcs12.serialize_key_and_certificates(
            alias.encode(), parts.key, parts.certificate, parts.issuers, encryption
        )
    salt = secrets.token_bytes(_SALT_BYTES)
    return _with_rounds(encoded, password, digest="sha1" if is_legacy else "sha256", rounds=ROUNDS, salt=salt)


def _encryption(password: str, *, is_legacy: bool = False) -> KeySerializationEncryption:
    modern, legacy = pkcs12.PBES.PBESv2SHA256AndAES256CBC, pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC
    return (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(legacy if is_legacy else modern)
        .hmac_hash(hashes.SHA1() if is_legacy else hashes.SHA256())  # noqa: S303 - what old programs know
        .build(password.encode())
    )


def _with_rounds(encoded: bytes, password: str, *, digest: str, rounds: int, salt: bytes) -> bytes:
    """Return the PKCS#12 file with a MAC of so many rounds, of this digest.

    The library always uses 2,048 rounds for the MAC. An attacker tries passwords on the weakest part, so the MAC must
    not be weaker than the encryption.
    """
    version, contents, mac = read_node(encoded)[0].children()
    authenticated = contents.children()[1].children()[0].octets()
    key = mac_key(password, salt, digest, rounds)
    algorithm, _ = mac.children()[0].children()
    value = der(OCTET_STRING, hmac.digest(key, authenticated, digest))
    count = der(INTEGER, rounds.to_bytes(rounds.bit_length() // 8 + 1, "big"))
    renewed = der(SEQUENCE, der(SEQUENCE, algorithm.encoded + value) + der(OCTET_STRING, salt) + count)
    return der(SEQUENCE, version.encoded + contents.encoded + renewed)
