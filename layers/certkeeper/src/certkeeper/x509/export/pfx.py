"""PKCS#12 (RFC 7292), as it is opened today and as it was in 2005; and keys under a password."""

from __future__ import annotations

import hmac
import secrets
from base64 import b64encode
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

from certkeeper.x509.der import INTEGER, OCTET_STRING, SEQUENCE, read_node
from certkeeper.x509.pkcs12_mac import mac_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.serialization import KeySerializationEncryption

    from certkeeper.x509.export.parts import Parts

    Encoder = Callable[[Parts, str, str], bytes]


ROUNDS = 200_000
"""Of key derivation. The library's default is 2,048; .NET refuses more than 600,000, and Java more than 5,000,000."""
_SALT_BYTES = 16


def pfx(parts: Parts, password: str, alias: str) -> bytes:
    """Key and chain under AES-256 and SHA-256: OpenSSL 1.1, Windows 10 1709, Java 8u301 and later."""
    return _serialized(parts, password, alias, is_legacy=False)


def legacy_pfx(parts: Parts, password: str, alias: str) -> bytes:
    """Key and chain under 3DES and SHA-1, for older Windows and Java. It protects little: destroy copies after use."""
    return _serialized(parts, password, alias, is_legacy=True)


def encrypted_key(parts: Parts, password: str) -> bytes:
    """The private key in encrypted PKCS#8 (RFC 5958 section 3), DER.

    The library writes that with 2,048 rounds and no choice. What stands in a PKCS#12 file's key bag (RFC 7292
    section 4.2.2) is the same structure, and there it lets us choose.
    """
    encoded = pkcs12.serialize_key_and_certificates(None, parts.key, None, None, _encryption(password))
    _, contents, _ = read_node(encoded)[0].children()
    authenticated = read_node(contents.children()[1].children()[0].octets())[0]
    (safe,) = authenticated.children()
    (bag,) = read_node(safe.children()[1].children()[0].octets())[0].children()
    return bag.children()[1].children()[0].encoded


def encrypted_key_pem(parts: Parts, password: str) -> bytes:
    """The same as PEM: RFC 7468 section 11."""
    body = b64encode(encrypted_key(parts, password))
    lines = b"".join(body[start : start + 64] + b"\n" for start in range(0, len(body), 64))
    return b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + lines + b"-----END ENCRYPTED PRIVATE KEY-----\n"


def _serialized(parts: Parts, password: str, alias: str, *, is_legacy: bool) -> bytes:
    encoded = pkcs12.serialize_key_and_certificates(
        alias.encode(), parts.key, parts.certificate, parts.issuers, _encryption(password, is_legacy=is_legacy)
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
    """Return the PKCS#12 file with its MAC, which is of this digest, made again with so many rounds.

    The library always takes 2,048 rounds for the MAC. Who tries passwords tries them on the weakest part, so that the
    MAC must not be weaker than the encryption.
    """
    version, contents, mac = read_node(encoded)[0].children()
    authenticated = contents.children()[1].children()[0].octets()
    key = mac_key(password, salt, digest, rounds)
    algorithm, _ = mac.children()[0].children()
    value = _der(OCTET_STRING, hmac.digest(key, authenticated, digest))
    count = _der(INTEGER, rounds.to_bytes(rounds.bit_length() // 8 + 1, "big"))
    renewed = _der(SEQUENCE, _der(SEQUENCE, algorithm.encoded + value) + _der(OCTET_STRING, salt) + count)
    return _der(SEQUENCE, version.encoded + contents.encoded + renewed)


def _der(tag: int, content: bytes) -> bytes:
    """One element in DER: ITU-T X.690 section 10.1."""
    size = len(content)
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, size] if size < 128 else [tag, 128 | len(octets), *octets]) + content  # noqa: PLR2004
