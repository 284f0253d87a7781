"""PKCS#12: what opens, and what is refused before it costs anything."""

from __future__ import annotations

import time
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import NoEncryption, PrivateFormat, pkcs12

from certkeeper.domain.uploads.limits import MAX_ROUNDS
from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.x509.der import read_node
from tests.unit.x509.pki import INTERMEDIATE, LEAF, ROOT, rsa_key, sign
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.uploading import codes, read, refusal, refused

PASSWORD = "correct horse"
PBES = pkcs12.PBES


def pfx(
    password: str = PASSWORD,
    algorithm: PBES = PBES.PBESv2SHA256AndAES256CBC,
    digest: hashes.HashAlgorithm | None = None,
    *,
    with_key: bool = True,
) -> bytes:
    """Write a PKCS#12 file with the leaf, its chain and its key."""
    encryption = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(2000)
        .key_cert_algorithm(algorithm)
        .hmac_hash(digest or hashes.SHA256())
        .build(password.encode())
    )
    authorities = [ROOT.certificate, INTERMEDIATE.certificate]
    key = LEAF.key if with_key else None
    return pkcs12.serialize_key_and_certificates(b"shop", key, LEAF.certificate, authorities, encryption)


def legacy_pfx() -> bytes:
    """Write one as old Windows does."""
    return pfx(algorithm=PBES.PBESv1SHA1And3KeyTripleDESCBC, digest=hashes.SHA1())  # noqa: S303


@pytest.mark.parametrize(
    ("encoded", "password"),
    [
        (pfx(), PASSWORD),
        (b64encode(pfx()), PASSWORD),
        (b"-----BEGIN PKCS12-----\n" + b64encode(pfx()) + b"\n-----END PKCS12-----\n", PASSWORD),
        (legacy_pfx(), PASSWORD),
        (pfx("pässwörd 🔑"), "pässwörd 🔑"),
        (pfx(" "), " "),
        (crafted.with_pbmac1(pfx(), PASSWORD.encode()), PASSWORD),
        (crafted.as_nss_writes(pfx()), PASSWORD),
    ],
    ids=["AES", "base64", "PEM", "3DES", "letters beyond ASCII", "a blank", "PBMAC1", "BER"],
)
def test_what_programs_write_opens(encoded: bytes, password: str) -> None:
    """Leaf, chain, root and key come out and are put in order."""
    sound = read(encoded, password=password)
    assert (sound.certificate_pem, sound.chain_pem, sound.root_pem) == (LEAF.pem, INTERMEDIATE.pem, ROOT.pem)
    assert sound.private_key_pem == LEAF.key_pem


@pytest.mark.parametrize("password", [None, ""])
def test_no_password_and_an_empty_one_are_the_same(password: str | None) -> None:
    """A file without encryption opens with either, and is warned of: it has no MAC."""
    plain = pkcs12.serialize_key_and_certificates(None, LEAF.key, LEAF.certificate, None, NoEncryption())
    assert read(plain, password=password).private_key_pem == LEAF.key_pem


def test_a_file_without_mac_and_with_old_encryption_is_warned_of() -> None:
    """It is taken, and a person learns what is wrong with it."""
    node = read_node(legacy_pfx())[0]
    without_mac = crafted.sequence(*(part.encoded for part in node.children()[:2]))
    assert codes(read(without_mac, password=PASSWORD)) >= {"legacy_encryption", "without_mac"}
    assert not codes(read(pfx(), password=PASSWORD)) & {"legacy_encryption", "without_mac"}


@pytest.mark.parametrize("password", ["wrong", "Correct horse"])
def test_a_wrong_password_and_damage_are_one_code(password: str) -> None:
    """Nothing distinguishes them, so nothing promises to."""
    damaged = bytearray(pfx())
    damaged[-40] ^= 1
    assert refusal(pfx(), password=password) is Refusal.WRONG_PASSWORD_OR_DAMAGED
    assert refusal(bytes(damaged), password=PASSWORD) is Refusal.WRONG_PASSWORD_OR_DAMAGED


@pytest.mark.parametrize("password", ["", None])
def test_a_password_that_nobody_gave_is_not_called_wrong(password: str | None) -> None:
    """It is missing, at the field in which it is to be given: the command line then asks for it."""
    error = refused(pfx(), password=password)
    assert (error.refusal, error.pointer) == (Refusal.PASSWORD_MISSING, "/password")


@pytest.mark.parametrize("password", ["nul\0inside", "\0", "half \ud800", "x" * 1025])
def test_a_password_that_no_library_takes_is_refused_before_any_tries(password: str) -> None:
    """A NUL makes the library panic and write the password to standard error."""
    error = refused(pfx(), password=password)
    assert (error.refusal, error.pointer) == (Refusal.PASSWORD_UNUSABLE, "/password")


def test_a_file_without_key_or_without_certificate_is_named_as_such() -> None:
    """Each has its own code."""
    assert refusal(pfx(with_key=False), password=PASSWORD) is Refusal.KEY_MISSING
    only_key = pkcs12.serialize_key_and_certificates(None, LEAF.key, None, None, NoEncryption())
    assert refusal(only_key) is Refusal.CERTIFICATE_MISSING


LONG_KEY = crafted.typed(crafted.SHROUDED_KEY_BAG, crafted.encrypted(crafted.pbes1(2**31 - 1)))
SHROUDED = crafted.typed(crafted.SHROUDED_KEY_BAG, crafted.encrypted(crafted.pbes2(crafted.pbkdf2(2000))))


def nested(depth: int) -> bytes:
    """Write a safe in a safe in a safe."""
    bag = SHROUDED
    for _ in range(depth):
        bag = crafted.typed(crafted.SAFE_CONTENTS_BAG, crafted.sequence(bag))
    return bag


HOSTILE = {
    "a MAC of 2^31 rounds": (crafted.pfx([], crafted.mac(2**31 - 1)), Refusal.TOO_MUCH_WORK),
    "a MAC of negative rounds": (crafted.pfx([], crafted.mac(-1)), Refusal.ENCRYPTION_UNSUPPORTED),
    "a MAC of rounds beyond all numbers": (crafted.pfx([], crafted.mac(1 << 100_000)), Refusal.TOO_MUCH_WORK),
    "PBMAC1 of 2^31 rounds": (
        crafted.with_pbmac1(pfx(), PASSWORD.encode(), asked=2**31 - 1),
        Refusal.TOO_MUCH_WORK,
    ),
    "a safe of 2^32 rounds": (
        crafted.pfx([crafted.encrypted_safe(crafted.pbes2(crafted.pbkdf2(2**32)))]),
        Refusal.TOO_MUCH_WORK,
    ),
    "a safe of 2^31 rounds of PBES1": (
        crafted.pfx([crafted.encrypted_safe(crafted.pbes1(2**31 - 1))]),
        Refusal.TOO_MUCH_WORK,
    ),
    "a key of 2^31 rounds": (
        crafted.pfx(
            [crafted.safe(crafted.typed(crafted.SHROUDED_KEY_BAG, crafted.encrypted(crafted.pbes1(2**31 - 1))))]
        ),
        Refusal.TOO_MUCH_WORK,
    ),
    "many safes, each within bounds": (
        crafted.pfx([crafted.encrypted_safe(crafted.pbes1(MAX_ROUNDS))] * 4),
        Refusal.TOO_MUCH_WORK,
    ),
    "very many safes": (crafted.pfx([crafted.encrypted_safe(crafted.pbes1(1))] * 17), Refusal.TOO_MANY_PARTS),
    "scrypt of 1 GB": (
        crafted.pfx([crafted.encrypted_safe(crafted.pbes2(crafted.scrypt(1 << 20)))]),
        Refusal.TOO_MUCH_WORK,
    ),
    "scrypt of many passes": (
        crafted.pfx([crafted.encrypted_safe(crafted.pbes2(crafted.scrypt(1 << 14, passes=1 << 20)))]),
        Refusal.TOO_MUCH_WORK,
    ),
    "very many bags": (
        crafted.pfx([crafted.safe(*[crafted.typed(crafted.DATA, crafted.NULL)] * 65)]),
        Refusal.TOO_MANY_PARTS,
    ),
    "safes nested deeply": (crafted.pfx([crafted.safe(nested(5))]), Refusal.TOO_MANY_PARTS),
    "signed in place of a MAC": (
        crafted.sequence(crafted.integer(3), crafted.typed(crafted.SIGNED_DATA, crafted.sequence())),
        Refusal.PFX_UNSUPPORTED,
    ),
    "a safe sealed for a public key": (
        crafted.pfx([crafted.typed(crafted.SIGNED_DATA, crafted.sequence())]),
        Refusal.PFX_UNSUPPORTED,
    ),
    "an unknown encryption": (
        crafted.pfx([crafted.encrypted_safe(crafted.sequence(crafted.oid(crafted.AES_256_CBC), crafted.NULL))]),
        Refusal.ENCRYPTION_UNSUPPORTED,
    ),
    "an unknown key derivation": (
        crafted.pfx([crafted.encrypted_safe(crafted.pbes2(crafted.pbes1(1)))]),
        Refusal.ENCRYPTION_UNSUPPORTED,
    ),
    "a safe with nothing in it": (crafted.pfx([crafted.sequence()]), Refusal.CONTENT_UNREADABLE),
    "a tag of 200 KB": (
        crafted.sequence(crafted.integer(3), crafted.sequence(crafted.oid(crafted.DATA), b"\x1f" + b"\xff" * 200_000)),
        Refusal.UNREADABLE,
    ),
    "indefinite lengths nested deeply": (b"\x30\x80\x02\x01\x03" + b"\x30\x80" * 100_000, Refusal.CUT_OFF),
    "cut off": (pfx()[:-1], Refusal.CUT_OFF),
}


@pytest.mark.parametrize(("encoded", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_before_anything_is_derived(encoded: bytes, reason: Refusal) -> None:
    """The parameters are read first: no such file costs a second."""
    started = time.process_time()
    assert refusal(encoded, password=PASSWORD) is reason
    assert time.process_time() - started < 1


def test_an_upload_has_one_thing_to_open() -> None:
    """Each may take seconds within its bounds; the same twice is opened once."""
    assert refusal(pfx(), pfx(), password=PASSWORD) is Refusal.SEVERAL_KEYS
    packed = pfx()
    assert read(packed, packed, password=PASSWORD).private_key_pem == LEAF.key_pem


def test_an_rsa_key_is_checked_wherever_it_comes_from() -> None:
    """1024 bits were once common."""
    weak = sign("shop.example.test", key=rsa_key(1024))
    encoded = pkcs12.serialize_key_and_certificates(None, rsa_key(1024), weak.certificate, None, NoEncryption())
    assert refusal(encoded) is Refusal.RSA_TOO_SMALL
