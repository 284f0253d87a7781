"""PKCS#12 (RFC 7292) written part by part, in the ways in which programs differ."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from certkeeper.x509.der import SET
from certkeeper.x509.derivations import FOR_MAC, Password, Pkcs12Derivation
from tests.unit.x509.upload import crafted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Encryption = Callable[[bytes, str | None], tuple[bytes, bytes]]
    """From a content and a password to an AlgorithmIdentifier and the encrypted content."""

FILES = Path(__file__).parent / "files"
PASSWORD = "correct-horse"
SALT, ROUNDS = b"saltsalt", 2000
IV = bytes(range(16))

CERTIFICATE_BAG, X509 = "2a864886f70d010c0a0103", "2a864886f70d01091601"
FRIENDLY_NAME, LOCAL_KEY_ID = "2a864886f70d010914", "2a864886f70d010915"
MICROSOFT_CSP, MICROSOFT_LOCAL_MACHINE = "2b0601040182371101", "2b0601040182371102"
SHA1 = "2b0e03021a"
DIGESTS = {"sha1": SHA1, "sha256": crafted.SHA_256, "sha384": "608648016503040202", "sha512": "608648016503040203"}


def pem(name: str) -> bytes:
    """Read one of the committed PEM files: `p256`, `ca` or `root`."""
    return (FILES / f"{name}.pem").read_bytes()


def certificates() -> list[bytes]:
    """Return the leaf, its issuer and the root, DER."""
    return [load_pem_x509_certificate(pem(name)).public_bytes(Encoding.DER) for name in ("p256", "ca", "root")]


def key() -> bytes:
    """Return the leaf's key in PKCS#8, DER."""
    loaded = load_pem_private_key((FILES / "p256.key").read_bytes(), None)
    return loaded.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def by_3des(content: bytes, password: str | None) -> tuple[bytes, bytes]:
    """Encrypt as RFC 7292 appendix C has it: SHA-1 and 3DES."""
    derivation, form = Pkcs12Derivation(SALT, ROUNDS), Password(password, b"")
    encrypted = _encrypted(content, Cipher(TripleDES(derivation.key(form, 24)), CBC(derivation.iv(form, 8))), 8)
    return crafted.pbes1(ROUNDS), encrypted


def by_aes(content: bytes, password: str | None, function: bytes = b"", length: bytes = b"") -> tuple[bytes, bytes]:
    """Encrypt as RFC 8018 has it: PBKDF2 and AES-256. Without `function` it is HMAC with SHA-1, the default."""
    return under_octets(content, (password or "").encode(), function, length)


def under_octets(content: bytes, secret: bytes, function: bytes = b"", length: bytes = b"") -> tuple[bytes, bytes]:
    """Encrypt as `by_aes` does, under a password given as octets."""
    digest = "sha256" if function else "sha1"
    derived = hashlib.pbkdf2_hmac(digest, secret, SALT, ROUNDS, 32)
    parameters = crafted.sequence(crafted.octets(SALT), crafted.integer(ROUNDS), length, function)
    derivation = crafted.sequence(crafted.oid(crafted.PBKDF2), parameters)
    scheme = crafted.sequence(crafted.oid(crafted.AES_256_CBC), crafted.octets(IV))
    algorithm = crafted.sequence(crafted.oid(crafted.PBES2), crafted.sequence(derivation, scheme))
    return algorithm, _encrypted(content, Cipher(AES(derived), CBC(IV)), 16)


def by_aes_sha256(content: bytes, password: str | None) -> tuple[bytes, bytes]:
    """Encrypt with AES-256 and HMAC with SHA-256, whose parameters are NULL."""
    return by_aes(content, password, crafted.sequence(crafted.oid(crafted.HMAC_SHA_256), crafted.NULL))


def _encrypted(content: bytes, cipher: Cipher[CBC], block_bytes: int) -> bytes:
    padder, encryptor = PKCS7(8 * block_bytes).padder(), cipher.encryptor()
    return encryptor.update(padder.update(content) + padder.finalize()) + encryptor.finalize()


def attribute(kind: str, *values: bytes) -> bytes:
    """Write an attribute of a bag."""
    return crafted.sequence(crafted.oid(kind), crafted.tlv(SET, *values))


def friendly_name(text: str) -> bytes:
    """Write a friendlyName."""
    return attribute(FRIENDLY_NAME, crafted.tlv(0x1E, text.encode("utf-16-be")))


def bag(kind: str, value: bytes, attributes: Sequence[bytes] = ()) -> bytes:
    """Write a bag; without attributes the part is absent."""
    found = [crafted.tlv(SET, *attributes)] if attributes else []
    return crafted.sequence(crafted.oid(kind), crafted.tlv(0xA0, value), *found)


def certificate_bag(encoded: bytes, attributes: Sequence[bytes] = ()) -> bytes:
    """Write a bag with a certificate."""
    return bag(CERTIFICATE_BAG, crafted.typed(X509, crafted.octets(encoded)), attributes)


def key_bag(encoded: bytes, encryption: Encryption | None, password: str | None, attributes: Sequence[bytes]) -> bytes:
    """Write a bag with a key in PKCS#8, encrypted or not."""
    if encryption is None:
        return bag(crafted.KEY_BAG, encoded, attributes)
    algorithm, content = encryption(encoded, password)
    return bag(crafted.SHROUDED_KEY_BAG, crafted.sequence(algorithm, crafted.octets(content)), attributes)


def safe(bags: Sequence[bytes], encryption: Encryption | None, password: str | None) -> bytes:
    """Write a safe, encrypted or not."""
    if encryption is None:
        return crafted.safe(*bags)
    algorithm, content = encryption(crafted.sequence(*bags), password)
    inner = crafted.sequence(crafted.oid(crafted.DATA), algorithm, crafted.tlv(0x80, content))
    return crafted.typed(crafted.ENCRYPTED_DATA, crafted.sequence(crafted.integer(0), inner))


@dataclass(frozen=True)
class Style:
    """How a program writes a file. `mac` is the digest, empty for no MAC; `mac_rounds` of 1 are left out."""

    encryption: Encryption | None = by_aes_sha256
    key_encryption: Encryption | None = by_aes_sha256
    password: str | None = PASSWORD
    mac: str = "sha256"
    mac_parameters: bytes = crafted.NULL
    mac_rounds: int = 2048
    key_first: bool = False
    root_first: bool = False
    in_one_safe: bool = False
    key_attributes: tuple[bytes, ...] = (friendly_name("shop"), attribute(LOCAL_KEY_ID, crafted.octets(b"\1\0\0\0")))
    leaf_attributes: tuple[bytes, ...] = (attribute(LOCAL_KEY_ID, crafted.octets(b"\1\0\0\0")),)


def write(style: Style, *, secret: bytes | None = None, chain: Sequence[bytes] | None = None) -> bytes:
    """Write a file in a style; `secret` is another key (PKCS#8), `chain` are other certificates than the usual."""
    found = list(certificates() if chain is None else chain)
    bags = [certificate_bag(each, style.leaf_attributes if each == found[0] else ()) for each in found]
    key_bags = [key_bag(secret or key(), style.key_encryption, style.password, style.key_attributes)]
    if style.root_first:
        bags.reverse()
    safes = [safe(bags, style.encryption, style.password), safe(key_bags, None, style.password)]
    if style.in_one_safe:
        safes = [safe([*key_bags, *bags], style.encryption, style.password)]
    if style.key_first:
        safes.reverse()
    return envelope(crafted.sequence(*safes), style)


def envelope(authenticated: bytes, style: Style) -> bytes:
    """Write the outermost part with the MAC."""
    contents = crafted.typed(crafted.DATA, crafted.octets(authenticated))
    return crafted.sequence(crafted.integer(3), contents, *mac_data(authenticated, style))


def mac_data(authenticated: bytes, style: Style) -> list[bytes]:
    """Write the MacData of a style, or nothing."""
    if not style.mac:
        return []
    bmp, size = Password(style.password, b"").bmp, hashlib.new(style.mac).digest_size
    derived = Pkcs12Derivation(SALT, style.mac_rounds, style.mac).bytes_for(FOR_MAC, bmp, size)
    algorithm = crafted.sequence(crafted.oid(DIGESTS[style.mac]), style.mac_parameters)
    value = crafted.octets(hmac.digest(derived, authenticated, style.mac))
    rounds = [crafted.integer(style.mac_rounds)] if style.mac_rounds > 1 else []
    return [crafted.sequence(crafted.sequence(algorithm, value), crafted.octets(SALT), *rounds)]


def in_pieces(encoded: bytes, size: int) -> bytes:
    """Return a file in BER: no lengths outside, and what is authenticated in pieces of so many octets."""
    version, contents, *mac = crafted.parts(encoded)
    authenticated = crafted.parts(contents)[1]
    content = crafted.content(crafted.parts(authenticated)[0])
    pieces = [crafted.octets(content[start : start + size]) for start in range(0, len(content), size)]
    data = crafted.indefinite(
        0x30, crafted.oid(crafted.DATA), crafted.indefinite(0xA0, crafted.indefinite(0x24, *pieces))
    )
    return crafted.indefinite(0x30, version, data, *mac)
