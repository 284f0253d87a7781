"""Whether ACM would import a certificate: each condition that AWS documents."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import AuthorityInformationAccessOID

from certkeeper.domain.uploads.verdicts import Remark
from certkeeper.x509.der import read_node
from certkeeper.x509.upload.judging.acm import ACM_SENTENCES, acm_obstacles
from certkeeper.x509.upload.judging.assembly import assemble
from certkeeper.x509.upload.reading.certificate import read_certificate
from tests.unit.x509.pki import INTERMEDIATE, LEAF, NOW, YEAR, Signed, rsa_key, sign
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.uploading import NO_ROOTS, read

DAY = YEAR / 365
RSA_CA = sign("RSA CA", key=rsa_key(), ca=True)
NAMELESS = x509.Name([])


def obstacles(leaf: Signed, *, expired_allowed: bool = False) -> set[str]:
    """The codes of what stands against an import into ACM."""
    verdicts = read(leaf.key_pem, leaf.pem, expired_allowed=expired_allowed).verdicts
    assert verdicts.importable_into_acm is (not verdicts.acm_obstacles)
    return {remark.code for remark in verdicts.acm_obstacles}


def with_ocsp(address: str) -> Signed:
    """A leaf with the address of an OCSP server."""
    place = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(address))
    return sign("shop", INTERMEDIATE, extensions=[x509.AuthorityInformationAccess([place])])


def version_1() -> Signed:
    """A certificate as `openssl x509 -req` of OpenSSL 3.0 makes it: without a version and extensions."""
    leaf = sign("shop.example.test", INTERMEDIATE)
    signed, algorithm, _ = read_node(leaf.der)[0].children()
    assert isinstance(INTERMEDIATE.key, ec.EllipticCurvePrivateKey)
    changed = crafted.sequence(*(part.encoded for part in signed.children()[1:-1]))
    signature = INTERMEDIATE.key.sign(changed, ec.ECDSA(hashes.SHA256()))
    encoded = crafted.sequence(changed, algorithm.encoded, crafted.tlv(0x03, b"\0" + signature))
    return Signed(x509.load_der_x509_certificate(encoded), leaf.key)


@pytest.mark.parametrize(
    "leaf",
    [
        LEAF,
        sign("shop", key=rsa_key(2048)),
        sign("shop", RSA_CA, key=rsa_key(3072)),
        sign("shop", INTERMEDIATE, key=ec.generate_private_key(ec.SECP521R1())),
        sign("shop.example.test", INTERMEDIATE, names=()),
        sign("192.0.2.1", INTERMEDIATE, names=()),
        with_ocsp("http://ocsp.example.test/" + "x" * 975),
    ],
    ids=["P-256", "RSA 2048", "RSA 3072", "P-521", "common name", "address", "OCSP"],
)
def test_acm_imports_what_it_documents(leaf: Signed) -> None:
    """Nothing stands against it."""
    assert obstacles(leaf) == set()


@pytest.mark.parametrize(
    ("leaf", "code"),
    [
        (version_1(), "acm_version"),
        (sign("A Server", INTERMEDIATE, names=()), "acm_no_name"),
        (sign(NAMELESS, INTERMEDIATE, names=()), "acm_no_name"),
        (sign(NAMELESS), "acm_no_issuer"),
        (sign("shop", key=ed25519.Ed25519PrivateKey.generate()), "acm_key_algorithm"),
        (sign("shop", key=rsa_key(2304)), "acm_key_algorithm"),
        (sign("shop", RSA_CA), "acm_issuer_algorithm"),
        (sign("shop", INTERMEDIATE, key=rsa_key()), "acm_issuer_algorithm"),
        (sign("shop", since=NOW + DAY), "acm_not_in_date"),
        (with_ocsp("http://ocsp.example.test/" + "x" * 976), "acm_ocsp_address"),
        (sign("shop", names=[f"{'long' * 60}.{n}.example.test"[-253:] for n in range(100)]), "acm_certificate_size"),
    ],
)
def test_what_acm_does_not_import_is_said_with_its_reason(leaf: Signed, code: str) -> None:
    """It is no error, and each reason stands alone."""
    assert obstacles(leaf) == {code}


def test_an_expired_certificate_is_not_imported() -> None:
    """It can be uploaded for a while longer."""
    leaf = sign("shop", since=NOW - 90 * DAY, until=NOW - DAY)
    assert obstacles(leaf, expired_allowed=True) == {"acm_not_in_date"}


def test_sizes_are_those_of_the_operation() -> None:
    """5,120 bytes of a key: RSA keys below 8192 bits have fewer, so this one is a text of that size."""
    leaf = read_certificate(LEAF.der, "")
    assembly = assemble(leaf, [leaf], NO_ROOTS, NOW)
    assert list(acm_obstacles(assembly, "k" * 5120, NOW)) == []
    found = list(acm_obstacles(assembly, "k" * 5121, NOW))
    assert found == [Remark("acm_key_size", ACM_SENTENCES["acm_key_size"])]
