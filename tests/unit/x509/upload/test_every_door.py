"""One rule, every door: what is refused in one form of a file is refused in all, with the same code and the same part.

A door is a form in which a key or a certificate comes: whoever adds one adds it to KEY_DOORS or CERTIFICATE_DOORS.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64decode, b64encode, encodebytes
from typing import TYPE_CHECKING, NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, mldsa, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from certkeeper.domain.uploads.parts import Part
from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.x509.der import CONTEXT_0, SET, read_node
from tests.unit.x509.lenient.kinds import LENIENT, REFUSED
from tests.unit.x509.odd import Odd, dates
from tests.unit.x509.pki import INTERMEDIATE, LEAF, ROOT, rsa_key
from tests.unit.x509.upload.crafted import DATA, SIGNED_DATA, integer, octets, oid, sequence, tlv, typed
from tests.unit.x509.upload.uploading import read, refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

EC, RSA, P_256 = "2a8648ce3d0201", "2a864886f70d010101", "2a8648ce3d030107"
SHA_1_WITH_ECDSA = sequence(oid("2a8648ce3d0401"))


class Key(NamedTuple):
    """A private key: its algorithm and its content, from which PKCS#8 is written, and its old form by itself."""

    algorithm: bytes
    content: bytes
    old: bytes

    def pkcs8(self, version: int = 0, *behind: bytes) -> bytes:
        """Write it in PKCS#8 of a version, less one, DER."""
        return sequence(integer(version), self.algorithm, octets(self.content), *behind)


def pem(label: str, encoded: bytes) -> bytes:
    """Write PEM."""
    return b"-----BEGIN %b-----\n%b-----END %b-----\n" % (label.encode(), encodebytes(encoded), label.encode())


KEY_DOORS: dict[str, Callable[[Key], bytes]] = {
    "PKCS#8 in PEM": lambda key: pem("PRIVATE KEY", key.pkcs8()),
    "PKCS#8 in DER": Key.pkcs8,
    "PKCS#8 in base64": lambda key: b64encode(key.pkcs8()),
    "PKCS#8 version 2": lambda key: key.pkcs8(1),
    "PKCS#8 version 2 with the public key": lambda key: pem("PRIVATE KEY", key.pkcs8(1, tlv(0x81, bytes(66)))),
    "under another label": lambda key: pem("EC PRIVATE KEY", key.pkcs8()),
}
"""The forms of every key. PKCS#1 and SEC1 are those of RSA and of elliptic curves, which say by themselves what they
are."""
OLD_DOORS: dict[str, Callable[[Key], bytes]] = {
    "PKCS#1 or SEC1 in PEM": lambda key: pem("RSA PRIVATE KEY", key.old),
    "PKCS#1 or SEC1 in DER": lambda key: key.old,
}


def loaded(key: PrivateKeyTypes) -> Key:
    """A key of the library's."""
    encoded = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    _, algorithm, content = read_node(encoded)[0].children()
    has_old_form = isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    form = PrivateFormat.TraditionalOpenSSL if has_old_form else PrivateFormat.PKCS8
    return Key(algorithm.encoded, content.content, key.private_bytes(Encoding.DER, form, NoEncryption()))


def on_curve(curve: bytes, number: bytes = b"\1" * 32) -> Key:
    """A key on a curve, given by its parameters, which also stand in SEC1."""
    sec1 = sequence(integer(1), octets(number), tlv(CONTEXT_0, curve))
    return Key(sequence(oid(EC), curve), sec1, sec1)


def of_kind(identifier: str) -> Key:
    """A key of some kind."""
    return Key(sequence(oid(identifier)), octets(b"\1" * 32), b"")


def rsa_of(*numbers: int, behind: bytes = b"") -> Key:
    """An RSA key of such numbers."""
    content = sequence(integer(1 if behind else 0), *map(integer, numbers), behind)
    return Key(sequence(oid(RSA), b"\5\0"), content, content)


def written_out_curve() -> bytes:
    """P-256 with all its numbers: ANSI X9.62; SEC 2 section 2.4.2 has them."""
    prime = 2**256 - 2**224 + 2**192 + 2**96 - 1
    a, b = prime - 3, 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    base = "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
    base += "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5"
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    field = sequence(oid("2a8648ce3d0101"), integer(prime))
    curve = sequence(octets(a.to_bytes(32, "big")), octets(b.to_bytes(32, "big")))
    return sequence(integer(1), field, curve, octets(bytes.fromhex(base)), integer(order), integer(1))


THREE_PRIMES = rsa_of((1 << 2047) + 1, 65537, *[3] * 6, behind=sequence(sequence(*[integer(3)] * 3)))

RULES_FOR_KEYS: dict[str, tuple[Key, Refusal, str]] = {
    "RSA of 1024 bits": (loaded(rsa_key(1024)), Refusal.RSA_TOO_SMALL, ""),
    "RSA of 8192 bits": (rsa_of((1 << 8191) + 1, 65537, *[3] * 6), Refusal.RSA_TOO_LARGE, ""),
    "RSA of numbers that do not fit": (rsa_of((1 << 2047) + 1, 65537, *[3] * 6), Refusal.KEY_UNREADABLE, ""),
    "RSA of three primes": (THREE_PRIMES, Refusal.KEY_ALGORITHM, "RSA with more than two primes"),
    "secp256k1": (loaded(ec.generate_private_key(ec.SECP256K1())), Refusal.CURVE, "secp256k1"),
    "P-224": (loaded(ec.generate_private_key(ec.SECP224R1())), Refusal.CURVE, "P-224"),
    "secp160r1": (on_curve(oid("2b81040008")), Refusal.CURVE, "secp160r1"),
    "SM2": (on_curve(oid("2a811ccf5501822d")), Refusal.CURVE, "SM2"),
    "a curve that is written out": (on_curve(written_out_curve()), Refusal.CURVE, Part.WRITTEN_OUT_CURVE),
    "a curve without its numbers": (on_curve(sequence(integer(1))), Refusal.CURVE, Part.WRITTEN_OUT_CURVE),
    "a number that is none of the curve": (on_curve(oid(P_256), bytes(32)), Refusal.KEY_UNREADABLE, ""),
}
"""What is refused of keys that have an old form."""
RULES_FOR_PKCS8: dict[str, tuple[Key, Refusal, str]] = {
    "DSA": (loaded(dsa.generate_private_key(1024)), Refusal.KEY_ALGORITHM, "DSA"),  # noqa: S505 - to be refused
    "X25519": (loaded(x25519.X25519PrivateKey.generate()), Refusal.KEY_ALGORITHM, "X25519"),
    "ML-DSA-44": (loaded(mldsa.MLDSA44PrivateKey.generate()), Refusal.KEY_ALGORITHM, "ML-DSA-44"),
    "ML-KEM-768": (of_kind("608648016503040402"), Refusal.KEY_ALGORITHM, "ML-KEM-768"),
    "SLH-DSA": (of_kind("608648016503040314"), Refusal.KEY_ALGORITHM, "SLH-DSA-SHA2-128s"),
    "GOST": (of_kind("2a85030701010101"), Refusal.KEY_ALGORITHM, "GOST R 34.10-2012 with 256 bits"),
    "a kind that nobody knows": (of_kind("2a0304"), Refusal.KEY_ALGORITHM, "one that Certkeeper does not know"),
}
"""What is refused of keys that come in PKCS#8 only."""


@pytest.mark.parametrize("door", KEY_DOORS.values(), ids=KEY_DOORS.keys())
@pytest.mark.parametrize(
    ("key", "refusal", "part"),
    (RULES_FOR_KEYS | RULES_FOR_PKCS8).values(),
    ids=(RULES_FOR_KEYS | RULES_FOR_PKCS8).keys(),
)
def test_a_key_is_refused_at_every_door(door: Callable[[Key], bytes], key: Key, refusal: Refusal, part: str) -> None:
    """With one code, and the same kind or curve in its sentence."""
    error = refused(LEAF.pem, door(key))
    assert (error.refusal, error.part, error.pointer) == (refusal, part, "/1")
    assert part == Part.WRITTEN_OUT_CURVE or part in str(error)


@pytest.mark.parametrize("door", OLD_DOORS.values(), ids=OLD_DOORS.keys())
@pytest.mark.parametrize(("key", "refusal", "part"), RULES_FOR_KEYS.values(), ids=RULES_FOR_KEYS.keys())
def test_a_key_in_an_old_form_is_refused_as_in_pkcs8(
    door: Callable[[Key], bytes], key: Key, refusal: Refusal, part: str
) -> None:
    """PKCS#1 and SEC1 are what PKCS#8 wraps."""
    error = refused(LEAF.pem, door(key))
    assert (error.refusal, error.part) == (refusal, part)


SERVER_KEYS: tuple[PrivateKeyTypes, ...] = (
    rsa_key(2048),
    ec.generate_private_key(ec.SECP256R1()),
    ec.generate_private_key(ec.SECP384R1()),
    ec.generate_private_key(ec.SECP521R1()),
    ed25519.Ed25519PrivateKey.generate(),
    ed448.Ed448PrivateKey.generate(),
)


@pytest.mark.parametrize("door", KEY_DOORS.values(), ids=KEY_DOORS.keys())
@pytest.mark.parametrize("key", SERVER_KEYS, ids=lambda key: type(key).__name__)
def test_a_servers_key_is_taken_at_every_door(door: Callable[[Key], bytes], key: PrivateKeyTypes) -> None:
    """What is kept is PKCS#8 version 1, which every program reads."""
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    kept = read(Odd(key=public).der(), door(loaded(key))).private_key_pem
    assert kept.encode() == key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_the_sentence_about_a_written_out_curve_says_how_to_convert_it() -> None:
    """It may be P-256: that clients do not take the curve would be wrong."""
    written_out, other = (
        str(refused(LEAF.pem, on_curve(curve).pkcs8())) for curve in (written_out_curve(), oid("2a0304"))
    )
    assert "openssl ec -in key.pem -param_enc named_curve" in written_out
    assert "clients do not support" not in written_out
    assert "clients do not support" in other


def pkcs7(*certificates: bytes) -> bytes:
    """Write a PKCS#7 file of certificates."""
    parts = (integer(1), tlv(SET), sequence(oid(DATA)), tlv(CONTEXT_0, *certificates), tlv(SET))
    return typed(SIGNED_DATA, sequence(*parts))


CERTIFICATE_DOORS: dict[str, Callable[[bytes], bytes]] = {
    "PEM": lambda encoded: pem("CERTIFICATE", encoded),
    "DER": bytes,
    "base64": b64encode,
    "PKCS#7 in DER": pkcs7,
    "PKCS#7 in PEM": lambda encoded: pem("PKCS7", pkcs7(encoded)),
    "PEM under another label": lambda encoded: pem("X509 CERTIFICATE", encoded),
}
"""The forms of every certificate."""


def with_parameters(*parameters: bytes, kind: str = EC) -> Odd:
    """A certificate for the key of LEAF, whose algorithm is written otherwise."""
    _, bits = read_node(Odd().key)[0].children()
    return Odd(key=sequence(sequence(oid(kind), *parameters), bits.encoded))


RULES_FOR_CERTIFICATES: dict[str, tuple[bytes, Refusal, str]] = {
    "a curve that is written out": (
        with_parameters(written_out_curve()).der(),
        Refusal.CURVE,
        Part.WRITTEN_OUT_CURVE,
    ),
    "a signature with SHA-1": (Odd(algorithm=SHA_1_WITH_ECDSA).der(), Refusal.WEAK_SIGNATURE, ""),
    "out of date": (Odd(dates=dates(b"250501000000Z", b"260501000000Z")).der(), Refusal.EXPIRED, ""),
    **{name: (odd.der(), Refusal.CERTIFICATE_MALFORMED, part) for name, (odd, part) in REFUSED.items()},
}
"""What is refused of a certificate that is for the key."""


@pytest.mark.parametrize("door", CERTIFICATE_DOORS.values(), ids=CERTIFICATE_DOORS.keys())
@pytest.mark.parametrize(
    ("encoded", "refusal", "part"), RULES_FOR_CERTIFICATES.values(), ids=RULES_FOR_CERTIFICATES.keys()
)
def test_a_certificate_is_refused_at_every_door(
    door: Callable[[bytes], bytes], encoded: bytes, refusal: Refusal, part: str
) -> None:
    """Alone with its key, and with certificates around it that the library reads."""
    for others in ((), (pkcs7(INTERMEDIATE.der, ROOT.der),)):
        error = refused(door(encoded), LEAF.key_pem, *others)
        assert (error.refusal, error.part, error.pointer) == (refusal, part, "/0")


@pytest.mark.parametrize("door", CERTIFICATE_DOORS.values(), ids=CERTIFICATE_DOORS.keys())
@pytest.mark.parametrize("kind", ["cA FALSE written out", "* in PrintableString", "NULL behind ECDSA"])
def test_an_odd_certificate_is_taken_at_every_door(door: Callable[[bytes], bytes], kind: str) -> None:
    """And kept as it came."""
    encoded = LENIENT[kind].odd.der()
    kept = read(door(encoded), LEAF.key_pem).certificate_pem
    assert b64decode("".join(kept.splitlines()[1:-1])) == encoded


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not on PATH")
def test_the_command_of_the_sentence_makes_a_key_that_is_taken(tmp_path: Path) -> None:
    """Whoever follows it is done, if the certificate names the curve."""
    made = ["openssl", "ec", "-param_enc", "explicit", "-out", "key.pem"]
    subprocess.run(made, cwd=tmp_path, input=LEAF.key_pem.encode(), capture_output=True, check=True)
    key = tmp_path / "key.pem"
    error = refused(LEAF.pem, key.read_bytes())
    assert (error.refusal, error.part) == (Refusal.CURVE, Part.WRITTEN_OUT_CURVE)
    command = re.findall(r"`(openssl [^`]+)`", str(error))[0]
    subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=True)
    assert read(LEAF.pem, (tmp_path / "named.pem").read_bytes()).private_key_pem == LEAF.key_pem
