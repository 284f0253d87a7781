"""What comes out of PKCS#12 and of encrypted keys is judged as if it had come plain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.opening import safes
from certkeeper.x509.upload.opening.decryption import opened_pfx
from tests.unit.x509.origins.writer import (
    FILES,
    PASSWORD,
    Style,
    by_3des,
    by_aes_sha256,
    certificate_bag,
    certificates,
    envelope,
    key,
    key_bag,
    pem,
    safe,
    write,
)
from tests.unit.x509.pki import LEAF, rsa_key
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.hostile import huge_key
from tests.unit.x509.upload.reading.test_private_key import explicit_curve
from tests.unit.x509.upload.uploading import codes, read, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates


STYLES = {"AES": Style(), "3DES": Style(by_3des, by_3des, mac="sha1"), "plain": Style(None, None, mac="")}


def pkcs8(private_key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | mldsa.MLDSA44PrivateKey) -> bytes:
    """Return a key in PKCS#8, DER."""
    return private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def small_rsa() -> bytes:
    """Return a key of 1024 bits."""
    return rsa_key(1024).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


SECRETS: dict[str, tuple[Callable[[], bytes], Refusal]] = {
    "a curve that is spelt out": (explicit_curve, Refusal.CURVE),
    "secp256k1": (lambda: pkcs8(ec.generate_private_key(ec.SECP256K1())), Refusal.CURVE),
    "RSA of 8,676 bits": (huge_key, Refusal.RSA_TOO_LARGE),
    "RSA of 1024 bits": (small_rsa, Refusal.RSA_TOO_SMALL),
    "a key of another certificate": (lambda: pkcs8(ec.generate_private_key(ec.SECP256R1())), Refusal.KEY_MISMATCH),
}


@pytest.mark.parametrize(("secret", "reason"), SECRETS.values(), ids=SECRETS.keys())
def test_a_key_is_refused_for_one_reason_at_every_door(secret: Callable[[], bytes], reason: Refusal) -> None:
    """Plain, in encrypted PKCS#8, and in PKCS#12 of each kind; and the reason is never the password."""
    encoded = secret()
    algorithm, content = by_aes_sha256(encoded, PASSWORD)
    locked = crafted.sequence(algorithm, crafted.octets(content))
    doors = [
        (pem("p256"), encoded),
        (pem("p256"), locked),
        *((write(each, secret=encoded),) for each in STYLES.values()),
    ]
    assert {refusal(*pieces, password=PASSWORD) for pieces in doors} == {reason}


@pytest.mark.parametrize("public", [b"", crafted.tlv(0x81, b"\0" + bytes(32))], ids=["without", "with a public key"])
def test_a_key_of_version_2_is_taken_at_every_door(public: bytes) -> None:
    """RFC 5958 section 2; the second with its public key, which nobody needs."""
    version, algorithm, secret, *_ = crafted.parts(key())
    assert version == crafted.integer(0)
    encoded = crafted.sequence(crafted.integer(1), algorithm, secret, public)
    for style in STYLES.values():
        assert read(write(style, secret=encoded), password=PASSWORD, expired_allowed=True).private_key_pem


def of_keys(*keys: bytes) -> bytes:
    """Write a file with these keys in one encrypted safe, each in a bag of its own."""
    bags = [*(key_bag(each, None, None, ()) for each in keys), *(certificate_bag(each) for each in certificates())]
    return envelope(crafted.sequence(safe(bags, by_aes_sha256, PASSWORD)), Style())


def test_the_same_key_twice_is_one_and_two_are_several() -> None:
    """Also inside an encrypted safe, where the library takes the first and is silent about the second."""
    other = pkcs8(ec.generate_private_key(ec.SECP256R1()))
    assert read(of_keys(key(), key()), password=PASSWORD, expired_allowed=True).private_key_pem
    assert refusal(of_keys(key(), other), password=PASSWORD) is Refusal.SEVERAL_KEYS
    assert refusal(of_keys(other, key(), key()), password=PASSWORD) is Refusal.SEVERAL_KEYS


def test_a_key_under_a_password_of_its_own_is_said_to_be() -> None:
    """The MAC holds, and the certificates come out: the password is right for the file."""
    bags = [certificate_bag(each) for each in certificates()]
    parts = [safe(bags, by_aes_sha256, PASSWORD), safe([key_bag(key(), by_aes_sha256, "another", ())], None, None)]
    assert refusal(envelope(crafted.sequence(*parts), Style()), password=PASSWORD) is Refusal.KEY_NOT_DECRYPTED


def test_a_damaged_safe_behind_a_mac_that_holds_is_no_wrong_password() -> None:
    """Where the MAC was made anew over damage."""
    broken = crafted.encrypted_safe(crafted.pbes2(crafted.pbkdf2(2000)))
    assert refusal(envelope(crafted.sequence(broken), Style()), password=PASSWORD) is Refusal.CONTENT_UNREADABLE


@pytest.mark.parametrize("encryption", [None, by_aes_sha256], ids=["plain", "encrypted"])
@pytest.mark.parametrize("count", [21, 70, 300])
def test_many_certificates_are_said_to_be_too_many(
    count: int, encryption: Callable[..., tuple[bytes, bytes]] | None
) -> None:
    """However many, and whether or not they are encrypted."""
    many = [crafted.sequence(crafted.integer(number)) for number in range(count)]
    encoded = write(replace(Style(), encryption=encryption), chain=many)
    assert refusal(encoded, password=PASSWORD) is Refusal.TOO_MANY_CERTIFICATES


@pytest.mark.parametrize("place", [1, 40, 600])
def test_a_file_that_is_cut_off_is_said_to_be(place: int) -> None:
    """In DER and in BER, wherever its end is."""
    encoded = write(Style())
    for each in (encoded, crafted.as_nss_writes(encoded), LEAF.der[:700], crafted.parts(encoded)[1]):
        assert refusal(each[: len(each) - place], password=PASSWORD) is Refusal.CUT_OFF


@pytest.mark.parametrize("cipher", ["des-cbc", "rc2-cbc", "des-ede3-cbc"])
def test_weak_ciphers_are_warned_of_in_pbes2_as_well(cipher: str) -> None:
    """They protect as little as in PBES1; committed files of OpenSSL 3.0."""
    encoded = (FILES / f"openssl-pbes2-{cipher}.p12").read_bytes()
    assert "legacy_encryption" in codes(read(encoded, password=PASSWORD, expired_allowed=True))


def test_a_cipher_that_only_the_library_knows_is_left_to_it() -> None:
    """ARIA, in a file of OpenSSL 3.0; a wrong password is still found by the MAC."""
    encoded = (FILES / "openssl-aria.p12").read_bytes()
    assert read(encoded, password=PASSWORD, expired_allowed=True).chain_pem
    assert refusal(encoded, password="wrong") is Refusal.WRONG_PASSWORD_OR_DAMAGED


def test_many_rounds_that_python_would_compute_are_left_to_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """3DES derives its keys with a digest for each round."""
    asked: list[bytes] = []
    load = pkcs12.load_pkcs12

    def noted(encoded: bytes, password: bytes) -> PKCS12KeyAndCertificates:
        asked.append(encoded)
        return load(encoded, password)

    monkeypatch.setattr(safes, "MAX_INTERPRETED_ROUNDS", 1000)
    monkeypatch.setattr(pkcs12, "load_pkcs12", noted)
    for style in (STYLES["3DES"], replace(STYLES["3DES"], mac="")):
        assert opened_pfx(write(style), PASSWORD.encode())[1:]
        with pytest.raises(UploadRefusedError) as caught:
            opened_pfx(write(style), b"wrong")
        assert caught.value.refusal is Refusal.WRONG_PASSWORD_OR_DAMAGED
    assert asked
