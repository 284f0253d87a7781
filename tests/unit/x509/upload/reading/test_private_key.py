"""Private keys: the encodings that load, and the keys that no TLS server can use."""

from __future__ import annotations

import shutil
import subprocess
import time
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from certkeeper.domain.uploads.refusals import Refusal
from tests.unit.x509.pki import LEAF, rsa_key, sign
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.uploading import read, refusal, refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

    from certkeeper.x509.upload.reading.private_key import ServerKey

PASSWORD = "correct horse"
PKCS8, TRADITIONAL, OPENSSH = PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL, PrivateFormat.OpenSSH
PEM, DER = Encoding.PEM, Encoding.DER

SERVER_KEYS: dict[str, ServerKey] = {
    "RSA": rsa_key(2048),
    "P-256": ec.generate_private_key(ec.SECP256R1()),
    "P-384": ec.generate_private_key(ec.SECP384R1()),
    "P-521": ec.generate_private_key(ec.SECP521R1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate(),
    "Ed448": ed448.Ed448PrivateKey.generate(),
}


def plain(key: PrivateKeyTypes, encoding: Encoding = DER, form: PrivateFormat = PKCS8) -> bytes:
    """Write a key without a password."""
    return key.private_bytes(encoding, form, NoEncryption())


def locked(key: PrivateKeyTypes, encoding: Encoding, form: PrivateFormat = PKCS8) -> bytes:
    """Write a key with a password."""
    return key.private_bytes(encoding, form, BestAvailableEncryption(PASSWORD.encode()))


@pytest.mark.parametrize("key", SERVER_KEYS.values(), ids=SERVER_KEYS.keys())
def test_a_servers_key_loads_in_pkcs8(key: ServerKey) -> None:
    """PEM and DER, plain and encrypted; what is kept is PKCS#8 without a password."""
    signed = sign("shop.example.test", key=key)
    for encoded in (plain(key, PEM), plain(key), locked(key, PEM), locked(key, DER), b64encode(locked(key, DER))):
        assert read(signed.pem, encoded, password=PASSWORD).private_key_pem.encode() == plain(key, PEM)


@pytest.mark.parametrize("name", ["RSA", "P-256", "P-384", "P-521"])
def test_a_servers_key_loads_in_openssls_old_forms(name: str) -> None:
    """PKCS#1 and SEC1, plain and with DEK-Info."""
    key = SERVER_KEYS[name]
    signed = sign("shop.example.test", key=key)
    for encoded in (plain(key, PEM, TRADITIONAL), plain(key, DER, TRADITIONAL), locked(key, PEM, TRADITIONAL)):
        assert read(signed.pem, encoded, password=PASSWORD).private_key_pem.encode() == plain(key, PEM)


def test_dek_info_survives_what_happens_to_texts() -> None:
    """Its headers are lines of their own, until somebody pastes them into one."""
    text = locked(LEAF.key, PEM, TRADITIONAL).decode()
    for mangled in (text.replace("\n", "\r\n"), text.replace("\n", " "), text.replace("\n", "\\n")):
        assert read(LEAF.pem, mangled, password=PASSWORD).private_key_pem == LEAF.key_pem


@pytest.mark.parametrize("form", [PKCS8, TRADITIONAL])
def test_an_encrypted_key_needs_its_password(form: PrivateFormat) -> None:
    """None and empty are the same; a wrong one and damage are one code."""
    encoded = locked(LEAF.key, PEM, form)
    for password in (None, ""):
        error = refused(LEAF.pem, encoded, password=password)
        assert (error.refusal, error.pointer) == (Refusal.PASSWORD_MISSING, "/password")
    error = refused(LEAF.pem, encoded, password="wrong")
    assert (error.refusal, error.pointer) == (Refusal.WRONG_PASSWORD_OR_DAMAGED, "/1")


def test_a_password_that_is_not_needed_does_no_harm() -> None:
    """People fill in all fields."""
    assert read(LEAF.pem, LEAF.key_pem, password="never used").private_key_pem == LEAF.key_pem


NUMBERS = rsa_key(2048).private_numbers()


def pkcs1(*numbers: int) -> bytes:
    """Write an RSA key of these numbers."""
    return crafted.sequence(*(crafted.integer(number) for number in (0, *numbers)))


def explicit_curve() -> bytes:
    """Write a key whose curve is spelt out."""
    algorithm = crafted.sequence(crafted.oid("2a8648ce3d0201"), crafted.sequence(crafted.integer(1)))
    return crafted.sequence(crafted.integer(0), algorithm, crafted.octets(bytes(40)))


DSA_KEY = dsa.generate_private_key(1024)  # noqa: S505 - to be refused
REFUSED = {
    "RSA of 1024 bits": (plain(rsa_key(1024)), Refusal.RSA_TOO_SMALL),
    "RSA of 1024 bits in PKCS#1": (plain(rsa_key(1024), PEM, TRADITIONAL), Refusal.RSA_TOO_SMALL),
    "RSA of 1024 bits, encrypted": (locked(rsa_key(1024), PEM), Refusal.RSA_TOO_SMALL),
    "RSA of 8192 bits": (pkcs1((1 << 8191) + 1, 65537, *[1 << 4000] * 6), Refusal.RSA_TOO_LARGE),
    "RSA of 1.6 million bits": (pkcs1((1 << 1_600_000) + 1, 65537, *[1] * 6), Refusal.RSA_TOO_LARGE),
    "RSA of long primes": (pkcs1(NUMBERS.public_numbers.n, 65537, *[1 << 300_000] * 6), Refusal.KEY_UNREADABLE),
    "RSA of numbers that do not fit": (pkcs1(NUMBERS.public_numbers.n, 65537, *[3] * 6), Refusal.KEY_UNREADABLE),
    "RSA of three primes": (pkcs1(NUMBERS.public_numbers.n, 65537, *[3] * 9), Refusal.KEY_UNREADABLE),
    "DSA": (plain(DSA_KEY), Refusal.KEY_ALGORITHM),
    "DSA in OpenSSL's old form": (plain(DSA_KEY, PEM, TRADITIONAL), Refusal.KEY_ALGORITHM),
    "X25519": (plain(x25519.X25519PrivateKey.generate()), Refusal.KEY_ALGORITHM),
    "secp256k1": (plain(ec.generate_private_key(ec.SECP256K1())), Refusal.CURVE),
    "P-224": (plain(ec.generate_private_key(ec.SECP224R1()), PEM, TRADITIONAL), Refusal.CURVE),
    "a curve that is spelt out": (explicit_curve(), Refusal.CURVE),
    "an elliptic curve's zero": (
        crafted.sequence(
            crafted.integer(1), crafted.octets(bytes(32)), crafted.tlv(0xA0, crafted.oid("2a8648ce3d030107"))
        ),
        Refusal.KEY_UNREADABLE,
    ),
    "OpenSSH's form": (plain(LEAF.key, PEM, OPENSSH), Refusal.OPENSSH_KEY),
    "OpenSSH's public key": (
        LEAF.key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        Refusal.OPENSSH_KEY,
    ),
    "PuTTY's form": (b"PuTTY-User-Key-File-3: ecdsa-sha2-nistp256\n", Refusal.OPENSSH_KEY),
    "a key cut off": (plain(LEAF.key, PEM)[:150] + b"\n-----END PRIVATE KEY-----", Refusal.PARTLY_READ),
    "PBKDF2 of 2^32 rounds": (crafted.encrypted(crafted.pbes2(crafted.pbkdf2(2**32))), Refusal.TOO_MUCH_WORK),
    "scrypt of 1 GB": (crafted.encrypted(crafted.pbes2(crafted.scrypt(1 << 20))), Refusal.TOO_MUCH_WORK),
    "scrypt of no cost": (crafted.encrypted(crafted.pbes2(crafted.scrypt(0))), Refusal.ENCRYPTION_UNSUPPORTED),
}


@pytest.mark.parametrize(("encoded", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_key_that_cannot_be_used_is_refused_with_its_reason(encoded: bytes, reason: Refusal) -> None:
    """The length of an RSA key is read before its primes are tested, which would take seconds or hours."""
    started = time.process_time()
    error = refused(LEAF.pem, encoded, password=PASSWORD)
    assert (error.refusal, error.pointer) == (reason, "/1")
    assert time.process_time() - started < 1


@pytest.mark.parametrize("form", [PKCS8, TRADITIONAL])
@pytest.mark.parametrize("length", [31, 33])
def test_a_number_without_its_zero_or_with_one_more_is_the_same(form: PrivateFormat, length: int) -> None:
    """OpenSSL reads such keys, and PuTTY writes the short ones; what is kept has the curve's length."""
    key = ec.derive_private_key(1 << 240, ec.SECP256R1())
    number, as_written = (crafted.octets((1 << 240).to_bytes(each, "big")) for each in (32, length))
    curve, version = crafted.oid("2a8648ce3d030107"), crafted.integer(1)
    assert number in plain(key, DER, TRADITIONAL)
    encoded = crafted.sequence(version, as_written, crafted.tlv(0xA0, curve))
    if form is PKCS8:
        inner = crafted.octets(crafted.sequence(version, as_written))
        encoded = crafted.sequence(crafted.integer(0), crafted.sequence(crafted.oid("2a8648ce3d0201"), curve), inner)
    assert read(sign("shop.example.test", key=key).pem, encoded).private_key_pem.encode() == plain(key, PEM)


@pytest.mark.parametrize("form", [["ec", "-aria-192-cbc"], ["ec", "-aria256"]])
@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not on PATH")
def test_an_unknown_cipher_is_not_called_a_wrong_password(form: list[str]) -> None:
    """Who learns that the password is wrong tries for ever."""
    command = ["openssl", *form, "-passout", f"pass:{PASSWORD}"]
    locked_key = subprocess.run(command, input=plain(LEAF.key, PEM), capture_output=True, check=True).stdout
    error = refused(LEAF.pem, locked_key, password=PASSWORD)
    assert (error.refusal, error.pointer) == (Refusal.ENCRYPTION_UNSUPPORTED, "/1")


@pytest.mark.parametrize("cipher", ["aria-256-cbc", "sm4-cbc", "aria-128-cfb"])
@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not on PATH")
def test_a_cipher_that_the_library_knows_in_pkcs12_only_is_read_in_pkcs8(cipher: str) -> None:
    """What is taken at one door is taken at the other, and another password is called wrong."""
    command = ["openssl", "pkcs8", "-topk8", "-v2", cipher, "-passout", f"pass:{PASSWORD}"]
    locked_key = subprocess.run(command, input=plain(LEAF.key, PEM), capture_output=True, check=True).stdout
    assert read(LEAF.pem, locked_key, password=PASSWORD).private_key_pem == LEAF.key_pem
    assert refused(LEAF.pem, locked_key, password="another").refusal is Refusal.WRONG_PASSWORD_OR_DAMAGED
    assert refused(LEAF.pem, locked_key).refusal is Refusal.PASSWORD_MISSING


@pytest.mark.parametrize("cipher", ["aes-128-cbc", "aes-192-cbc", "camellia-256-cbc", "des-ede3-cbc"])
@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not on PATH")
def test_openssls_ciphers_are_known_in_both_forms(cipher: str) -> None:
    """Its old form and PKCS#8."""
    for form in (["ec", f"-{cipher}"], ["pkcs8", "-topk8", "-v2", cipher]):
        command = ["openssl", *form, "-passout", f"pass:{PASSWORD}"]
        locked_key = subprocess.run(command, input=plain(LEAF.key, PEM), capture_output=True, check=True).stdout
        assert read(LEAF.pem, locked_key, password=PASSWORD).private_key_pem == LEAF.key_pem
        assert refusal(LEAF.pem, locked_key, password="wrong") is Refusal.WRONG_PASSWORD_OR_DAMAGED


def test_a_key_of_4096_bits_is_taken() -> None:
    """The largest that clients and ACM take."""
    key = rsa_key(4096)
    assert read(sign("shop.example.test", key=key).pem, plain(key)).facts.key_bits == 4096


def test_several_keys_and_no_key_are_refused() -> None:
    """The same key twice is one."""
    other = ec.generate_private_key(ec.SECP256R1())
    assert refusal(LEAF.pem, LEAF.key_pem, plain(other)) is Refusal.SEVERAL_KEYS
    assert refusal(LEAF.pem) is Refusal.KEY_MISSING
    assert read(LEAF.pem, LEAF.key_pem, plain(LEAF.key)).private_key_pem == LEAF.key_pem
