"""Uploads with certificates that the library does not read: kept as they came, left out, or refused with a reason."""

from __future__ import annotations

from base64 import b64decode, encodebytes
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, mldsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certkeeper.domain.uploads.parts import Part
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.domain.uploads.upload import SoundUpload
from tests.unit.x509.lenient.kinds import LENIENT, Kind, constraints
from tests.unit.x509.odd import BASIC_CONSTRAINTS, CRITICAL, ORGANIZATION, PRINTABLE, Odd, attribute, extension, name
from tests.unit.x509.pki import INTERMEDIATE, LEAF, ROOT, Signed, sign
from tests.unit.x509.upload.crafted import integer, oid, sequence, tlv
from tests.unit.x509.upload.uploading import codes, read, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

CHAIN = INTERMEDIATE.pem + ROOT.pem
SM2_KEY = sequence(sequence(oid("2a8648ce3d0201"), oid("2a811ccf5501822d")), tlv(3, b"\0\4" + bytes(64)))
GOST_KEY = sequence(sequence(oid("2a85030701010101"), b"\5\0"), tlv(3, b"\0\4\x40" + bytes(64)))
CA = [extension(BASIC_CONSTRAINTS, sequence(b"\x01\x01\xff"), CRITICAL)]
ODD_CA = [extension(BASIC_CONSTRAINTS, sequence(b"\x01\x01\x01"), CRITICAL)]
CANARY = "Secret-Canary-"


def subject_of(signed: Signed) -> bytes:
    """The subject, DER."""
    return signed.certificate.subject.public_bytes()


def public_key_of(signed: Signed) -> bytes:
    """The public key, DER."""
    return signed.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def ca(key: bytes = public_key_of(INTERMEDIATE), extensions: Sequence[bytes] = CA) -> Odd:
    """The intermediate with another key or other extensions."""
    return Odd(issuer=subject_of(ROOT), subject=subject_of(INTERMEDIATE), key=key, extensions=extensions, signer=ROOT)


def detail(sound: SoundUpload, code: str) -> str:
    """The sentence of a warning."""
    (found,) = (remark.detail for remark in sound.verdicts.warnings if remark.code == code)
    return found


def block(encoded: bytes) -> str:
    """One certificate, PEM."""
    return f"-----BEGIN CERTIFICATE-----\n{encodebytes(encoded).decode()}-----END CERTIFICATE-----\n"


def body(pem: str) -> bytes:
    """The bytes of one PEM block."""
    return b64decode("".join(pem.splitlines()[1:-1]))


@pytest.mark.parametrize("kind", LENIENT.values(), ids=LENIENT.keys())
def test_an_odd_certificate_is_kept_as_it_came(kind: Kind) -> None:
    """With a warning that names it and the odd parts, and with its chain."""
    encoded = kind.odd.der()
    kept = read(encoded, LEAF.key_pem, CHAIN)
    assert body(kept.certificate_pem) == encoded
    assert kept.chain_pem == INTERMEDIATE.pem
    parts = ", ".join(kind.parts)
    assert detail(kept, "read_leniently").endswith(f"certificate 1 of /0 ({parts})")


def test_an_odd_issuer_is_kept_as_it_came() -> None:
    """Its signature and that of the leaf are verified with the bytes as they came."""
    encoded = ca(extensions=ODD_CA).der()
    kept = read(LEAF.pem, LEAF.key_pem, encoded, ROOT.pem)
    assert body(kept.chain_pem) == encoded
    assert detail(kept, "read_leniently").endswith("certificate 1 of /2 (basic constraints)")


def test_the_signature_of_an_odd_certificate_is_verified() -> None:
    """Leniency is about how a certificate is written, not about who signed it."""
    other = sign("Test Intermediate", ROOT, ca=True)
    forged = Odd(subject=LENIENT["* in PrintableString"].odd.subject, signer=other).der()
    assert refused(forged, LEAF.key_pem, CHAIN).refusal is Refusal.BROKEN_CHAIN


def test_a_certificate_as_the_standard_wants_it_has_no_such_warning() -> None:
    """Nor has one whose oddity the library knows, as a serial below zero."""
    for encoded in (LEAF.der, Odd(serial=integer(-5)).der()):
        assert not codes(read(encoded, LEAF.key_pem, CHAIN)) & {"read_leniently", "certificate_left_out"}


UNUSABLE = {
    "unreadable constraints": (Odd(extensions=constraints(b"").extensions), "its basic constraints cannot be read"),
    "SM2": (Odd(key=SM2_KEY), "the curve of its key is SM2"),
    "GOST": (Odd(key=GOST_KEY), "the kind of its key is GOST R 34.10-2012 with 256 bits"),
    "a kind that nobody knows": (
        Odd(key=sequence(sequence(oid("2a0304")), tlv(3, b"\0" + bytes(40)))),
        "the kind of its key is one that Certkeeper does not know",
    ),
    "no certificate at all": (Odd(subject=b"\x0c\x01a", key=b"\x0c\x01a"), "its subject cannot be read"),
}


@pytest.mark.parametrize(("unusable", "reason"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_what_the_chain_does_not_need_never_blocks_an_upload(unusable: Odd, reason: str) -> None:
    """A warning says which certificate of the file was left out, and why."""
    bundle = ROOT.pem + block(unusable.der()) + sign("Another", ca=True).pem
    kept = read(LEAF.pem, LEAF.key_pem, INTERMEDIATE.pem, bundle)
    assert kept.root_pem == ROOT.pem
    assert detail(kept, "certificate_left_out").endswith(f"certificate 2 of /3: {reason}")


def test_a_root_of_a_kind_that_the_library_knows_is_one_that_the_chain_does_not_need() -> None:
    """ML-DSA is coming into bundles."""
    key = mldsa.MLDSA44PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    kept = read(LEAF.pem, LEAF.key_pem, CHAIN, Odd(key=public).der())
    assert "unrelated_certificate" in codes(kept)


@pytest.mark.parametrize(
    ("needed", "refusal", "part"),
    [
        (ca(extensions=constraints(b"").extensions), Refusal.CERTIFICATE_MALFORMED, Part.BASIC_CONSTRAINTS),
        (ca(key=SM2_KEY), Refusal.CURVE, "SM2"),
        (ca(key=GOST_KEY), Refusal.KEY_ALGORITHM, "GOST R 34.10-2012 with 256 bits"),
    ],
)
def test_an_issuer_that_cannot_be_used_is_named_where_the_chain_needs_it(
    needed: Odd, refusal: Refusal, part: str
) -> None:
    """Which one of the file, and which part of it."""
    error = refused(LEAF.pem, LEAF.key_pem, ROOT.pem + block(needed.der()))
    assert (error.refusal, error.part, error.pointer, error.number) == (refusal, part, "/2", 2)
    assert part in str(error)


def test_another_issuer_of_that_name_is_enough() -> None:
    """A CA's certificate that cannot be used does no harm beside one that can."""
    kept = read(LEAF.pem, LEAF.key_pem, CHAIN + block(ca(key=SM2_KEY).der()))
    assert kept.chain_pem == INTERMEDIATE.pem


def test_the_sentence_names_the_certificate_of_the_file() -> None:
    """A person with a bundle of twenty finds it."""
    error = refused(CHAIN + block(constraints(b"").der()), LEAF.key_pem)
    assert "the basic constraints of certificate 3 of /0 cannot be read" in str(error)


def test_a_key_that_belongs_to_none_is_said_first() -> None:
    """Where the certificates that cannot be used are for other keys."""
    stranger = Odd(key=public_key_of(sign("a")), extensions=constraints(b"").extensions)
    other = Signed(LEAF.certificate, ec.generate_private_key(ec.SECP256R1()))
    assert refused(LEAF.pem, other.key_pem, stranger.der()).refusal is Refusal.KEY_MISMATCH


def test_nothing_of_the_file_is_repeated() -> None:
    """Neither in a warning nor in a refusal: names of parts, numbers and Certkeeper's own names only."""
    subject = name(attribute(ORGANIZATION, PRINTABLE, f"{CANARY}&".encode()))
    kept = read(Odd(subject=subject).der(), LEAF.key_pem, Odd(subject=subject, key=SM2_KEY).der())
    said = " ".join(remark.detail for remark in kept.verdicts.warnings)
    with pytest.raises(UploadRefusedError) as caught:
        read(Odd(subject=subject, extensions=constraints(b"").extensions).der(), LEAF.key_pem)
    assert CANARY in kept.facts.subject
    assert CANARY not in said + str(caught.value)
