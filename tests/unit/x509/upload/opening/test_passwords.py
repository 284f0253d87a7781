"""PKCS#12 and encrypted keys of other programs: the password is blamed where it is wrong, and only there."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import mldsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import read_node
from certkeeper.x509.derivations import Password
from certkeeper.x509.pkcs12_mac import Mac
from tests.unit.x509.pki import LEAF
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.opening.test_pfx import PASSWORD, pfx
from tests.unit.x509.upload.uploading import codes, read, refusal, refused

if TYPE_CHECKING:
    from certkeeper.x509.der import Node

FOREIGN = Path(__file__).parent / "foreign"
CERTIFICATE = (FOREIGN / "p256.pem").read_bytes()


def foreign(name: str) -> bytes:
    """Read a file that another program wrote."""
    return (FOREIGN / name).read_bytes()


def without_parameters(encoded: bytes) -> bytes:
    """Return a PKCS#12 file whose MAC's digest has no parameters, as Windows writes it; the MAC still holds."""
    version, contents, mac = read_node(encoded)[0].children()
    digest_info, salt, rounds = mac.children()
    algorithm, value = digest_info.children()
    bare = crafted.sequence(algorithm.children()[0].encoded)
    renewed = crafted.sequence(crafted.sequence(bare, value.encoded), salt.encoded, rounds.encoded)
    return crafted.sequence(version.encoded, contents.encoded, renewed)


@pytest.mark.parametrize("name", ["mac-without-parameters-sha1-3des.p12", "mac-without-parameters-sha256-aes256.p12"])
def test_a_file_as_windows_writes_it_is_taken(name: str) -> None:
    """Key, leaf, issuer and root come out of a PKCS#12 file whose MAC names a digest without parameters."""
    sound = read(foreign(name), password=PASSWORD, expired_allowed=True)
    assert sound.certificate_pem.split() == CERTIFICATE.decode().split()
    assert (sound.chain_pem.count("BEGIN"), sound.root_pem.count("BEGIN")) == (1, 1)
    assert refusal(foreign(name), password="wrong") is Refusal.WRONG_PASSWORD_OR_DAMAGED


@pytest.mark.parametrize("digest", [hashes.SHA1(), hashes.SHA256(), hashes.SHA384(), hashes.SHA512()])  # noqa: S303
def test_parameters_of_the_macs_digest_may_be_left_out(digest: hashes.HashAlgorithm) -> None:
    """RFC 4055 section 2.1 allows both forms, for each digest."""
    encoded = pfx(digest=digest)
    bare = without_parameters(encoded)
    assert bare != encoded
    assert read(bare, password=PASSWORD) == read(encoded, password=PASSWORD)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("right-password-curve-secp160r1.p12", Refusal.CURVE),
    ],
)
def test_a_right_password_is_not_blamed_for_what_it_opens(name: str, reason: Refusal) -> None:
    """The MAC holds, so that the trouble is the key; under another password it is the password."""
    assert refusal(foreign(name), password=PASSWORD) is reason
    assert refusal(foreign(name), password="wrong") is Refusal.WRONG_PASSWORD_OR_DAMAGED


@pytest.mark.parametrize("name", ["certificate-ecdsa-null", "certificate-ampersand"])
def test_an_odd_certificate_is_taken_out_of_a_file_as_it_is_plain(name: str) -> None:
    """With the warning that plain ones get; under another password it is the password."""
    encoded = foreign(f"right-password-{name}.p12")
    assert "read_leniently" in codes(read(encoded, password=PASSWORD, expired_allowed=True))
    assert refusal(encoded, password="wrong") is Refusal.WRONG_PASSWORD_OR_DAMAGED


def test_a_right_password_is_not_blamed_for_the_key_that_it_decrypts() -> None:
    """A key alone has no MAC; that the library knows its curve's identifier shows that it was decrypted."""
    key = foreign("right-password-encrypted-pkcs8-secp160r1.pem")
    error = refused(CERTIFICATE, key, password=PASSWORD)
    assert (error.refusal, error.pointer) == (Refusal.CURVE, "/1")
    assert refusal(CERTIFICATE, key, password="wrong") is Refusal.WRONG_PASSWORD_OR_DAMAGED
    assert refusal(CERTIFICATE, key) is Refusal.PASSWORD_MISSING


def encrypted(content: bytes) -> bytes:
    """Return a key, whatever it is, in encrypted PKCS#8."""
    padder = PKCS7(128).padder()
    padded = padder.update(content) + padder.finalize()
    key = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), b"saltsalt", 2000, 32)  # as crafted.pbkdf2 writes it
    cipher = Cipher(AES(key), CBC(bytes(16))).encryptor()
    return crafted.sequence(
        crafted.pbes2(crafted.pbkdf2(2000)), crafted.octets(cipher.update(padded) + cipher.finalize())
    )


def test_a_kind_of_key_that_the_library_does_not_know_is_no_wrong_password() -> None:
    """GOST R 34.10-2012, whose identifier is there to be read only because the password was right."""
    gost = crafted.sequence(crafted.oid("2a85030701010101"))  # 1.2.643.7.1.1.1.1: RFC 9215
    key = encrypted(crafted.sequence(crafted.integer(0), gost, crafted.octets(crafted.octets(bytes(32)))))
    assert refusal(CERTIFICATE, key, password=PASSWORD) is Refusal.KEY_ALGORITHM
    assert refusal(CERTIFICATE, key, password="wrong") is Refusal.WRONG_PASSWORD_OR_DAMAGED


def test_a_certificate_of_another_version_is_no_wrong_password() -> None:
    """Version 2, which the library refuses with an error of its own."""
    version_3, version_2 = (crafted.tlv(0xA0, crafted.integer(number)) for number in (2, 1))
    content = crafted.octets(LEAF.der.replace(version_3, version_2, 1))
    bag = crafted.typed("2a864886f70d010c0a0103", crafted.typed("2a864886f70d01091601", content))
    encoded = crafted.with_pbmac1(crafted.pfx([crafted.safe(bag)]), PASSWORD.encode())
    assert "password" not in refusal(encoded, password=PASSWORD).sentence


@pytest.mark.parametrize("password", [None, "", "any"])
def test_no_password_is_asked_for_where_nothing_is_protected(password: str | None) -> None:
    """Without encryption and without MAC no password can be wrong; an attribute that nobody reads is none of a key."""
    encoded = foreign("no-password-at-all-friendly-name-boolean.p12")
    assert codes(read(encoded, password=password, expired_allowed=True)) >= {"without_mac", "key_not_encrypted"}


FOR_SIGNING = mldsa.MLDSA44PrivateKey.generate().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
STRANGE_BAGS = {
    "a key that the library does not load": crafted.typed(crafted.KEY_BAG, FOR_SIGNING),
    "a certificate that is none": crafted.typed(
        "2a864886f70d010c0a0103", crafted.typed("2a864886f70d01091601", crafted.octets(b"none"))
    ),
    "a bag of a kind that nobody knows": crafted.typed("2a864886f70d010c0a0163", crafted.NULL),
}


@pytest.mark.parametrize("bag", STRANGE_BAGS.values(), ids=STRANGE_BAGS.keys())
def test_no_sentence_speaks_of_the_password_where_the_mac_holds(bag: bytes) -> None:
    """Whatever the library stumbles over."""
    encoded = crafted.with_pbmac1(crafted.pfx([crafted.safe(bag)]), PASSWORD.encode())
    assert "password" not in refusal(encoded, password=PASSWORD).sentence
    assert refusal(encoded, password="wrong") is Refusal.WRONG_PASSWORD_OR_DAMAGED


def test_where_something_is_encrypted_and_nothing_has_a_mac_the_password_may_be_wrong() -> None:
    """Then the library's word is all that there is: it could not decrypt."""
    encoded = crafted.sequence(*(part.encoded for part in read_node(pfx())[0].children()[:2]))
    assert refusal(encoded, password="wrong") is Refusal.WRONG_PASSWORD_OR_DAMAGED


ARIA = crafted.sequence(crafted.oid("2a831a8c9a6e01010c"), crafted.octets(bytes(16)))  # RFC 5794
BY_ARIA = crafted.sequence(crafted.oid(crafted.PBES2), crafted.sequence(crafted.pbkdf2(2000), ARIA))
UNKNOWN_CIPHER = crafted.with_pbmac1(crafted.pfx([crafted.encrypted_safe(BY_ARIA)]), PASSWORD.encode())
"""The library knows this cipher, Certkeeper does not: the library is asked."""


def test_a_panic_of_the_library_is_judged_by_the_mac_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no Exception, and says nothing of the password either."""

    class PanicException(BaseException):
        """Stands for the library's, which cannot be imported."""

    def panic(*_: object) -> object:
        raise PanicException

    monkeypatch.setattr(pkcs12, "load_pkcs12", panic)
    assert refusal(UNKNOWN_CIPHER, password=PASSWORD) is Refusal.CONTENT_UNREADABLE
    assert refusal(UNKNOWN_CIPHER, password="wrong") is Refusal.WRONG_PASSWORD_OR_DAMAGED


def test_a_lack_of_memory_is_neither_password_nor_content(monkeypatch: pytest.MonkeyPatch) -> None:
    """It asked for too much."""

    def hoard(*_: object) -> object:
        raise MemoryError

    monkeypatch.setattr(pkcs12, "load_pkcs12", hoard)
    assert refusal(UNKNOWN_CIPHER, password=PASSWORD) is Refusal.TOO_MUCH_WORK


def test_a_mac_of_an_unknown_digest_is_said_to_be_unknown() -> None:
    """Neither the library nor Certkeeper can say whether the password is right."""
    streebog = crafted.sequence(crafted.oid("2a85030701010203"))  # 1.2.643.7.1.1.2.3: RFC 9337
    data = crafted.sequence(crafted.sequence(streebog, crafted.octets(bytes(64))), crafted.octets(b"salt"))
    assert refusal(crafted.pfx([], data), password=PASSWORD) is Refusal.ENCRYPTION_UNSUPPORTED


def mac_of(encoded: bytes) -> tuple[Node, bytes]:
    """The MacData of a PKCS#12 file, and what it is of."""
    _, contents, mac = read_node(encoded)[0].children()
    return mac, contents.children()[1].children()[0].octets()


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
DIGESTS = st.sampled_from([hashes.SHA1(), hashes.SHA224(), hashes.SHA256(), hashes.SHA384(), hashes.SHA512()])  # noqa: S303


@given(TEXTS, TEXTS, DIGESTS)
def test_a_mac_that_the_library_writes_holds_under_its_password_alone(
    password: str, other: str, digest: hashes.HashAlgorithm
) -> None:
    """For each digest, and for letters of any alphabet."""
    data, authenticated = mac_of(pfx(password, digest=digest))
    mac = Mac.of(data)
    assert mac.holds(authenticated, Password(password, b""))
    assert mac.holds(authenticated, Password(other, b"")) is (other == password)
    assert not mac.holds(authenticated + b"\0", Password(password, b""))


def test_a_mac_with_parts_missing_is_of_no_known_kind() -> None:
    """PBMAC1 with a derivation that has no parameters."""
    bare = crafted.sequence(crafted.oid(crafted.PBKDF2))
    for parts in ((crafted.sequence(bare, bare),),):
        algorithm = crafted.sequence(crafted.oid(crafted.PBMAC1), *parts)
        mac, _ = read_node(crafted.sequence(crafted.sequence(algorithm, crafted.octets(b"")), crafted.octets(b"")))
        with pytest.raises(UploadRefusedError):
            Mac.of(mac)


@given(st.binary(max_size=60))
def test_a_mac_of_any_bytes_is_refused_and_no_other_exception(content: bytes) -> None:
    """What cannot be read is a MAC of an unknown kind."""
    mac, _ = read_node(crafted.sequence(crafted.sequence(crafted.octets(content)), crafted.octets(content)))
    with pytest.raises(UploadRefusedError):
        Mac.of(mac)
