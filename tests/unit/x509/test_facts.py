"""The facts that are read from a certificate."""

import hashlib
from contextlib import suppress
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from certkeeper.domain.printable import printable
from certkeeper.x509.facts import UnreadableCertificateError, facts_of
from tests.fakes.clock import START

NAMES = ["shop.example.test", "www.shop.example.test"]


def certificate(
    common_name: str = "shop.example.test",
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
    names: list[str] = NAMES,
) -> x509.Certificate:
    """A certificate that signs itself."""
    private_key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private_key.public_key())
        .serial_number(1234567890123456789012)
        .not_valid_before(START)
        .not_valid_after(START + timedelta(days=90))
    )
    if names:
        alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(alternatives, critical=False)
    return builder.sign(private_key, hashes.SHA256())


def test_all_facts_of_a_certificate_are_read() -> None:
    """Serial, names, key, signature, validity and digests come out as people know them."""
    one = certificate()
    der = one.public_bytes(Encoding.DER)
    facts = facts_of(one)
    assert facts.serial == "1234567890123456789012"
    assert facts.subject == facts.issuer == "CN=shop.example.test"
    assert facts.common_name == "shop.example.test"
    assert facts.names == tuple(NAMES)
    assert (facts.key_algorithm, facts.key_bits) == ("EC P-256", 256)
    assert facts.signature_algorithm == "ecdsa-with-SHA256"
    assert facts.x509_version == 3
    assert (facts.not_before, facts.not_after) == (START, START + timedelta(days=90))
    assert facts.sha256 == hashlib.sha256(der).hexdigest()
    assert facts.sha1 == hashlib.sha1(der, usedforsecurity=False).hexdigest()


def test_an_rsa_key_is_named_with_its_size() -> None:
    """RSA keys differ by their size alone."""
    facts = facts_of(certificate(key=rsa.generate_private_key(65537, 2048)))
    assert (facts.key_algorithm, facts.key_bits) == ("RSA", 2048)


def test_a_certificate_without_alternative_names_has_none() -> None:
    """The common name is not counted among the names: no client has used it for years."""
    facts = facts_of(certificate(names=[]))
    assert facts.names == ()
    assert facts.common_name == "shop.example.test"


def test_characters_that_do_not_print_are_escaped() -> None:
    """A stranger's line ends and direction marks stay inside the text as visible escapes."""
    facts = facts_of(certificate("shop\r\nBcc: x\u202egnp.exe"))
    assert facts.common_name == "shop\\0d\\0aBcc: x\\e2\\80\\aegnp.exe"
    assert facts.subject.isprintable()
    assert facts.issuer.isprintable()


@given(st.text())
def test_printable_text_stays_and_nothing_else_gets_through(text: str) -> None:
    """Whatever comes in, what goes out prints; what printed before is unchanged."""
    assert printable(text).isprintable()
    if text.isprintable():
        assert printable(text) == text


WHOLE = certificate().public_bytes(Encoding.DER)


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")  # a serial of 0 is one
@settings(max_examples=300)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_a_damaged_certificate_is_read_whole_or_refused(place: int, octet: int) -> None:
    """One wrong byte anywhere either does not parse, or gives all facts, or raises Certkeeper's one error."""
    damaged = WHOLE[:place] + bytes([octet]) + WHOLE[place + 1 :]
    try:
        one = x509.load_der_x509_certificate(damaged)
    except (ValueError, x509.InvalidVersion):
        return
    with suppress(UnreadableCertificateError):
        assert facts_of(one).subject.isprintable()


def test_a_key_of_no_use_is_named() -> None:
    """One that signs no handshake is shown as what it is: it may be in a bundle that is needed for something else."""
    issuer = ec.generate_private_key(ec.SECP256R1())
    one = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(x509.Name([]))
        .public_key(x25519.X25519PrivateKey.generate().public_key())
        .serial_number(1)
        .not_valid_before(START)
        .not_valid_after(START + timedelta(days=1))
        .sign(issuer, hashes.SHA256())
    )
    facts = facts_of(one)
    assert (facts.key_algorithm, facts.key_bits) == ("X25519", 0)
