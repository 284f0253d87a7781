"""Paths as clients build them: they end at a public root, avoid what is refused, and say the right reason."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given, settings
from hypothesis import strategies as st

from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.x509.upload.judging.roots import PublicRoots
from tests.unit.x509.pki import INTERMEDIATE, LEAF, NOW, ROOT, STRANGER, YEAR, Signed, link, rsa_key, sign
from tests.unit.x509.upload.judging.test_verdicts import NO_SIGNING, SHA_1, SHA_256, altered
from tests.unit.x509.upload.uploading import codes, read, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from random import Random

    from certkeeper.domain.uploads.upload import SoundUpload

DAY = YEAR / 365
LONG_AGO, YESTERDAY = NOW - YEAR, NOW - DAY
BROWSERS = PublicRoots(ROOT.pem.encode())
OLD = sign("Old Root", ca=True, since=LONG_AGO, until=YESTERDAY)
"""As AddTrust External CA Root was in 2020, and DST Root CA X3 in 2021."""
CROSSED = sign("Test Root", OLD, key=ROOT.key, ca=True, since=LONG_AGO, until=YESTERDAY)
POISON = x509.PrecertPoison()
UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0")


def pems(*signed: Signed) -> str:
    """The chain that is served of these."""
    return "".join(each.pem for each in signed)


def upload(leaf: Signed, *others: Signed, roots: PublicRoots = BROWSERS) -> SoundUpload:
    """Upload a leaf with its key, and others."""
    return read(leaf.key_pem, leaf.pem, *(each.pem for each in others), roots=roots)


@pytest.mark.parametrize(
    "others", [(INTERMEDIATE, CROSSED), (INTERMEDIATE, CROSSED, OLD), (OLD, CROSSED, INTERMEDIATE)]
)
def test_a_path_ends_at_a_public_root_where_what_lies_above_is_out_of_date(others: tuple[Signed, ...]) -> None:
    """An expired cross-certificate would end the connections of old clients; a warning says that it was left out."""
    sound = upload(LEAF, *others)
    assert (sound.verdicts.trust, sound.chain_pem, sound.root_pem) == (Trust.PUBLIC, INTERMEDIATE.pem, "")
    assert codes(sound) - {"reordered"} == {"outdated_left_out"}


def test_a_cross_certificate_of_the_issuer_itself_is_left_out_as_well() -> None:
    """Two CAs signed one intermediate; one of them has ended."""
    old = sign("Test Intermediate", OLD, key=INTERMEDIATE.key, ca=True, since=LONG_AGO, until=YESTERDAY)
    for others in ((old, INTERMEDIATE), (INTERMEDIATE, old, OLD)):
        assert upload(LEAF, *others).chain_pem == INTERMEDIATE.pem


def test_a_cross_certificate_in_date_is_served() -> None:
    """Clients that have only the older root need it."""
    older = sign("Older Root", ca=True)
    crossed = sign("Test Root", older, key=ROOT.key, ca=True)
    for others, root_pem in (((INTERMEDIATE, crossed), ""), ((INTERMEDIATE, crossed, older), older.pem)):
        sound = upload(LEAF, *others)
        assert (sound.verdicts.trust, sound.chain_pem) == (Trust.PUBLIC, pems(INTERMEDIATE, crossed))
        assert sound.root_pem == root_pem


def test_the_name_of_a_public_root_is_not_enough() -> None:
    """Another key under its name is another CA: nothing ends there."""
    impostor = sign("Test Root", ca=True)
    issuer = sign("CA", impostor, ca=True)
    sound = upload(sign("shop.example.test", issuer), issuer)
    assert sound.verdicts.trust is Trust.INCOMPLETE
    assert codes(sound) == {"not_publicly_trusted", "root_missing"}


def test_a_damaged_certificate_above_a_public_root_does_not_block() -> None:
    """What the chain does not need is left out, whatever it is."""
    forged = sign("Test Root", ca=True)
    sound = upload(LEAF, INTERMEDIATE, forged)
    assert (sound.verdicts.trust, sound.chain_pem) == (Trust.PUBLIC, INTERMEDIATE.pem)
    assert codes(sound) == {"unrelated_certificate"}


def test_a_link_certificate_is_kept() -> None:
    """The CA's new key signed by its old one, under one name: clients with the old root need it."""
    new = link("Test Root", ROOT)
    issuer = sign("CA", new, ca=True)
    sound = upload(sign("shop.example.test", issuer), new, issuer, ROOT)
    assert sound.chain_pem == pems(issuer, new)


@pytest.mark.parametrize(
    ("issuers", "code"),
    [
        ([], "intermediate_missing"),
        ([sign("CA", sign("Private Root", ca=True), ca=True)], "root_missing"),
    ],
)
def test_what_is_missing_is_named(issuers: list[Signed], code: str) -> None:
    """A server has to send an intermediate; nobody serves a root."""
    leaf = sign("shop.example.test", issuers[0] if issuers else INTERMEDIATE)
    assert codes(upload(leaf, *issuers)) == {"not_publicly_trusted", code}


@pytest.mark.parametrize(
    "marks",
    [
        x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("2.23.140.1.2.1"), None)]),
        x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2"), b"\4\2\0\0"),
    ],
)
def test_a_public_ca_lacks_an_intermediate_and_no_root(marks: x509.ExtensionType) -> None:
    """Its root would be known. Policies of the CA/Browser Forum and timestamps of logs mark its certificates."""
    upper = sign("Upper CA", ROOT, ca=True)
    issuer = sign("CA", upper, ca=True)
    leaf = sign("shop.example.test", issuer, extensions=[marks])
    assert "intermediate_missing" in codes(upload(leaf, issuer))
    assert "root_missing" not in codes(upload(leaf, issuer))


def chain_of(*issuers: Signed) -> tuple[Signed, ...]:
    """A leaf under the first of the issuers, and the issuers."""
    return sign("shop.example.test", issuers[0]), *issuers


SHORT = sign("Short", ROOT, ca=True, path_length=0)
LIMITED = sign("Limited", ROOT, ca=True, path_length=1)
SELF_ISSUED = link("Limited", LIMITED)
REFUSED = {
    "issuer_not_ca": chain_of(sign("impostor.example.test", ROOT)),
    "issuer_may_not_sign": chain_of(sign("No Signer", ROOT, ca=True, extensions=[NO_SIGNING])),
    "issuer_not_for_servers": chain_of(sign("For Clients", ROOT, ca=True, usages=[ExtendedKeyUsageOID.CLIENT_AUTH])),
    "intermediate_expired": chain_of(sign("Old", ROOT, ca=True, since=LONG_AGO, until=YESTERDAY)),
    "path_too_long": chain_of(sign("Below Short", SHORT, ca=True), SHORT),
    "unknown_critical_extension": chain_of(sign("Odd", ROOT, ca=True, extensions=[UNKNOWN])),
    "precertificate": (sign("shop.example.test", INTERMEDIATE, extensions=[POISON]), INTERMEDIATE),
    "name_forbidden": chain_of(
        sign("CA", ROOT, ca=True, extensions=[x509.NameConstraints([x509.DNSName("other.test")], None)])
    ),
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_path_that_clients_refuse_is_refused_for_the_right_reason(tmp_path: Path, code: str) -> None:
    """Each with a code of its own and the certificate, and never "missing": `openssl verify` refuses it too."""
    chain = REFUSED[code]
    sound = upload(*chain)
    assert sound.verdicts.trust is Trust.INCOMPLETE
    assert codes(sound) == {"not_publicly_trusted", "path_not_accepted", code}
    assert all("certificate CN=" in each.detail for each in sound.verdicts.warnings if each.code == code)
    if shutil.which("openssl"):
        assert not openssl_accepts(tmp_path, chain)


@pytest.mark.parametrize(
    "issuers",
    [
        (INTERMEDIATE,),
        (SELF_ISSUED, LIMITED),
        (sign("Below Limited", SELF_ISSUED, ca=True), SELF_ISSUED, LIMITED),
        (sign("For Servers", ROOT, ca=True, usages=[ExtendedKeyUsageOID.SERVER_AUTH]),),
    ],
    ids=["plain", "self-issued", "path length", "extended key usage"],
)
def test_a_path_that_clients_accept_is_accepted(tmp_path: Path, issuers: tuple[Signed, ...]) -> None:
    """Certificates of a CA for its own new key are not counted by a path length: RFC 5280 section 6.1.4 (l)."""
    chain = chain_of(*issuers)
    assert upload(*chain).verdicts.trust is Trust.PUBLIC
    if shutil.which("openssl"):
        assert openssl_accepts(tmp_path, chain)


def openssl_accepts(folder: Path, chain: Iterable[Signed]) -> bool:
    """Whether `openssl verify` accepts a chain under the root, the leaf first."""
    leaf, *issuers = chain
    (folder / "leaf").write_text(leaf.pem)
    (folder / "issuers").write_text(pems(*issuers))
    (folder / "root").write_text(ROOT.pem)
    command = ["openssl", "verify", "-attime", str(int(NOW.timestamp())), "-purpose", "sslserver"]
    command += ["-CAfile", str(folder / "root"), "-untrusted", str(folder / "issuers"), str(folder / "leaf")]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_weak_keys_and_signatures_above_the_leaf_are_named() -> None:
    """RSA below 2048 bits, a curve of no browser, SHA-1."""
    small = sign("Small", ROOT, key=rsa_key(1024), ca=True)
    odd = sign("Odd Curve", ROOT, key=ec.generate_private_key(ec.SECP256K1()), ca=True)
    for issuer in (small, odd):
        assert "issuer_weak_key" in codes(upload(*chain_of(issuer)))
    sound = read(LEAF.key_pem, LEAF.pem, altered(INTERMEDIATE, ROOT, SHA_256, SHA_1), roots=BROWSERS)
    assert codes(sound) == {"not_publicly_trusted", "path_not_accepted", "issuer_weak_signature"}


def test_a_public_root_comes_before_a_private_one() -> None:
    """A CA that both have certified: browsers need the certificate of the public one."""
    private = sign("Private Root", ca=True)
    key = ec.generate_private_key(ec.SECP256R1())
    own, other = sign("CA", private, key=key, ca=True, until=NOW + YEAR), sign("CA", INTERMEDIATE, key=key, ca=True)
    sound = upload(sign("shop.example.test", own), own, private, other, INTERMEDIATE)
    assert (sound.verdicts.trust, sound.chain_pem) == (Trust.PUBLIC, pems(other, INTERMEDIATE))


def test_a_signature_with_pss_is_one() -> None:
    """RFC 4055; OpenSSL and Go verify it."""
    ca = sign("RSA CA", ROOT, key=rsa_key(), ca=True)
    template, key = LEAF.certificate, ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder(ca.certificate.subject, template.subject, key.public_key(), 1)
    builder = builder.not_valid_before(template.not_valid_before_utc).not_valid_after(template.not_valid_after_utc)
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
    leaf = Signed(builder.sign(rsa_key(), hashes.SHA256(), rsa_padding=pss), key)
    assert upload(leaf, ca).verdicts.trust is Trust.PUBLIC


def test_a_certificate_that_can_never_be_valid_is_refused() -> None:
    """Its end lies before its beginning, whatever is allowed; as an issuer it is out of date for ever."""
    for since, until in ((NOW + DAY, NOW - DAY), (NOW - DAY, NOW - 2 * DAY), (NOW + 2 * DAY, NOW + DAY)):
        leaf = backwards(sign("shop.example.test", INTERMEDIATE, since=until, until=since))
        assert refusal(leaf.key_pem, leaf.pem, INTERMEDIATE.pem) is Refusal.NEVER_VALID
    issuer = backwards(sign("Never", ROOT, ca=True, since=NOW - DAY, until=NOW + DAY), ROOT)
    sound = upload(*chain_of(issuer))
    assert "intermediate_expired" in codes(sound)


def backwards(signed: Signed, issuer: Signed = INTERMEDIATE) -> Signed:
    """The certificate with its dates exchanged, and signed again."""
    before, after = (
        each.strftime("%y%m%d%H%M%SZ").encode()
        for each in (signed.certificate.not_valid_before_utc, signed.certificate.not_valid_after_utc)
    )
    dates = b"\x17\r%s\x17\r%s"
    encoded = altered(signed, issuer, dates % (before, after), dates % (after, before))
    return Signed(x509.load_der_x509_certificate(encoded), signed.key)


JUNK = [
    CROSSED,
    OLD,
    STRANGER,
    sign("Test Intermediate", ROOT, ca=True),
    sign("Test Intermediate", ROOT, key=INTERMEDIATE.key, ca=True, since=LONG_AGO, until=YESTERDAY),
    sign("Test Intermediate", ROOT, key=INTERMEDIATE.key, ca=True, path_length=0, extensions=[UNKNOWN]),
    sign("Test Intermediate", OLD, key=INTERMEDIATE.key),
    sign("Test Root", ca=True),
    sign("Test Root", STRANGER, key=ROOT.key, ca=True, usages=[ExtendedKeyUsageOID.CLIENT_AUTH]),
    sign("other.example.test", INTERMEDIATE),
    REFUSED["name_forbidden"][1],
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(JUNK), max_size=6, unique=True), st.integers(1, 2), st.randoms(use_true_random=False))
def test_a_good_chain_stays_good_whatever_is_added_in_whatever_order(
    junk: list[Signed], times: int, random: Random
) -> None:
    """The path is the same, and clients accept it."""
    pool = [LEAF, INTERMEDIATE] * times + junk
    random.shuffle(pool)
    sound = read(LEAF.key_pem, pems(*pool), roots=BROWSERS)
    assert (sound.verdicts.trust, sound.chain_pem) == (Trust.PUBLIC, INTERMEDIATE.pem)
    private = read(LEAF.key_pem, pems(*pool, ROOT), roots=PublicRoots(sign("Elsewhere", ca=True).pem.encode()))
    assert (private.verdicts.trust, private.chain_pem, private.root_pem) == (Trust.PRIVATE, INTERMEDIATE.pem, ROOT.pem)
