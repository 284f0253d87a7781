"""The verdicts on a sound upload: trust, ACM, warnings; and the reasons to refuse a leaf."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.domain.uploads.upload import Piece, Upload
from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.x509.der import read_node
from certkeeper.x509.upload.accept import read_upload
from certkeeper.x509.upload.judging.roots import PublicRoots
from tests.unit.x509.pki import INTERMEDIATE, LEAF, NOW, ROOT, STRANGER, YEAR, Signed, sign
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.uploading import codes, read, refusal

DAY = YEAR / 365
SHA_256, SHA_1 = (crafted.sequence(crafted.oid(one)) for one in ("2a8648ce3d040302", "2a8648ce3d0401"))
"""ecdsa-with-SHA256 and ecdsa-with-SHA1."""
BROWSERS = PublicRoots((STRANGER.pem + ROOT.pem).encode())


def trust(leaf: Signed, *others: Signed, roots: PublicRoots = BROWSERS) -> Trust:
    """The verdict on trust."""
    return read(leaf.key_pem, *(one.pem for one in (leaf, *others)), roots=roots).verdicts.trust


def warnings(leaf: Signed, *others: Signed) -> set[str]:
    """The codes of the warnings, where browsers know the test's root."""
    return codes(read(leaf.key_pem, *(one.pem for one in (leaf, *others)), roots=BROWSERS))


def altered(signed: Signed, issuer: Signed, old: bytes, new: bytes) -> bytes:
    """The certificate in DER with a part of it changed, and signed again: with SHA-1 where that is the change."""
    to_be_signed = read_node(signed.der)[0].children()[0].content
    assert old in to_be_signed
    changed = crafted.sequence(to_be_signed.replace(old, new))
    assert isinstance(issuer.key, ec.EllipticCurvePrivateKey)
    algorithm, digest = (SHA_1, hashes.SHA1()) if new == SHA_1 else (SHA_256, hashes.SHA256())  # noqa: S303 - to be judged
    return crafted.sequence(changed, algorithm, crafted.tlv(0x03, b"\0" + issuer.key.sign(changed, ec.ECDSA(digest))))


def test_a_chain_to_a_root_that_browsers_have_is_public() -> None:
    """The root itself need not come along, and does no harm if it does."""
    assert trust(LEAF, INTERMEDIATE) is Trust.PUBLIC
    assert trust(LEAF, INTERMEDIATE, ROOT) is Trust.PUBLIC


def test_a_chain_to_a_root_of_its_own_is_private() -> None:
    """An organisation's own CA, or a certificate that signed itself."""
    other = PublicRoots(STRANGER.pem.encode())
    assert trust(LEAF, INTERMEDIATE, ROOT, roots=other) is Trust.PRIVATE
    assert trust(sign("shop.example.test"), roots=other) is Trust.PRIVATE


def test_a_chain_that_ends_in_the_air_is_incomplete() -> None:
    """Browsers know the root, but not the intermediate that is missing."""
    assert trust(LEAF) is Trust.INCOMPLETE
    assert warnings(LEAF) >= {"intermediate_missing", "not_publicly_trusted"}
    assert trust(LEAF, INTERMEDIATE, roots=PublicRoots(STRANGER.pem.encode())) is Trust.INCOMPLETE


def test_an_issuer_that_is_no_ca_is_not_accepted() -> None:
    """A leaf can sign, but nobody believes it."""
    impostor = sign("impostor.example.test", ROOT)
    leaf = sign("shop.example.test", impostor)
    assert trust(leaf, impostor, ROOT) is Trust.INCOMPLETE
    assert "path_not_accepted" in warnings(leaf, impostor, ROOT)


NO_SIGNING = x509.KeyUsage(
    digital_signature=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


@pytest.mark.parametrize(
    "issuer",
    [
        sign("No Signer", ROOT, ca=True, extensions=[NO_SIGNING]),
        sign("For Clients", ROOT, ca=True, usages=[ExtendedKeyUsageOID.CLIENT_AUTH]),
    ],
    ids=["key usage", "extended key usage"],
)
def test_an_issuer_that_may_not_sign_for_servers_is_not_accepted(issuer: Signed) -> None:
    """RFC 5280 section 6.1.4 (n); clients read an issuer's extended key usage as a limit."""
    leaf = sign("shop.example.test", issuer)
    assert trust(leaf, issuer, ROOT) is Trust.INCOMPLETE
    assert "path_not_accepted" in warnings(leaf, issuer, ROOT)


def test_an_issuer_for_servers_is_accepted() -> None:
    """As most intermediates say of themselves."""
    issuer = sign("For Servers", ROOT, ca=True, usages=[ExtendedKeyUsageOID.SERVER_AUTH])
    assert trust(sign("shop.example.test", issuer), issuer) is Trust.PUBLIC


def test_an_issuer_that_is_not_in_date_is_not_accepted() -> None:
    """The leaf is good for longer than its issuer was."""
    old = sign("Old Intermediate", ROOT, ca=True, since=NOW - YEAR, until=NOW - DAY)
    leaf = sign("shop.example.test", old)
    assert trust(leaf, old) is Trust.INCOMPLETE
    assert "intermediate_expired" in warnings(leaf, old)


def test_a_good_certificate_is_not_warned_of() -> None:
    """No noise: a warning means something."""
    assert warnings(LEAF, INTERMEDIATE) == set()


@pytest.mark.parametrize(
    ("leaf", "code"),
    [
        (sign("a", INTERMEDIATE, since=NOW + DAY), "not_yet_valid"),
        (sign("a", INTERMEDIATE, until=NOW + 29 * DAY), "expires_soon"),
        (sign("a", INTERMEDIATE, names=()), "no_alternative_name"),
        (sign("a", INTERMEDIATE, usages=[ExtendedKeyUsageOID.CLIENT_AUTH]), "no_server_auth"),
        (sign("a", INTERMEDIATE, until=NOW + 191 * DAY), "long_validity"),
        (sign("a", INTERMEDIATE, since=NOW - 90 * DAY, until=NOW + 309 * DAY), "long_validity"),
    ],
)
def test_a_leaf_is_warned_of_what_its_owner_may_want_to_change(leaf: Signed, code: str) -> None:
    """Each warning alone."""
    assert warnings(leaf, INTERMEDIATE) == {code}


@pytest.mark.parametrize("usages", [(), (ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,)])
def test_a_certificate_for_every_use_is_for_servers_too(usages: tuple[x509.ObjectIdentifier, ...]) -> None:
    """RFC 5280 section 4.2.1.12: without the extension, or with anyExtendedKeyUsage."""
    assert warnings(sign("a", INTERMEDIATE, usages=usages), INTERMEDIATE) == set()


def test_the_longest_validity_depends_on_the_day_of_issue() -> None:
    """398 days until March 2026, 200 since: CA/Browser Forum ballot SC-081."""
    assert "long_validity" not in warnings(
        sign("a", INTERMEDIATE, since=NOW - 90 * DAY, until=NOW + 308 * DAY), INTERMEDIATE
    )
    assert "long_validity" not in warnings(sign("a", INTERMEDIATE, until=NOW + 190 * DAY), INTERMEDIATE)


def test_a_root_that_came_along_is_named() -> None:
    """It is kept, and not served."""
    assert warnings(LEAF, INTERMEDIATE, ROOT) == {"root_included"}


def test_an_expired_certificate_is_refused_unless_it_is_asked_for() -> None:
    """People keep old ones for a while; they say so."""
    leaf = sign("shop.example.test", INTERMEDIATE, since=NOW - 90 * DAY, until=NOW - DAY)
    assert refusal(leaf.key_pem, leaf.pem) is Refusal.EXPIRED
    sound = read(leaf.key_pem, leaf.pem, INTERMEDIATE.pem, roots=BROWSERS, expired_allowed=True)
    assert codes(sound) == {"expired"}
    assert sound.verdicts.trust is Trust.PUBLIC


def test_a_leaf_signed_with_sha_1_is_refused() -> None:
    """Clients have refused them since 2017."""
    encoded = altered(LEAF, INTERMEDIATE, SHA_256, SHA_1)
    assert x509.load_der_x509_certificate(encoded).public_key() == LEAF.certificate.public_key()
    assert refusal(LEAF.key_pem, encoded, INTERMEDIATE.pem) is Refusal.WEAK_SIGNATURE


def test_a_root_that_signed_itself_with_sha_1_is_a_root() -> None:
    """Nobody needs its signature: RFC 5280 section 6.1 does not check it. Two in five public ones are such."""
    root = altered(ROOT, ROOT, SHA_256, SHA_1)
    sound = read(LEAF.key_pem, LEAF.pem, INTERMEDIATE.pem, root, roots=PublicRoots(STRANGER.pem.encode()))
    assert sound.root_pem == x509.load_der_x509_certificate(root).public_bytes(Encoding.PEM).decode()
    assert sound.verdicts.trust is Trust.PRIVATE
    assert codes(sound) == {"root_included", "not_publicly_trusted"}


def test_a_root_whose_signature_with_sha_1_does_not_hold_is_none() -> None:
    """Old is not the same as forged."""
    forged = bytearray(altered(ROOT, ROOT, SHA_256, SHA_1))
    forged[-1] ^= 1
    assert refusal(LEAF.key_pem, LEAF.pem, INTERMEDIATE.pem, bytes(forged)) is Refusal.BROKEN_CHAIN


def test_an_intermediate_signed_with_sha_1_is_in_the_chain_and_not_accepted() -> None:
    """The link is one; clients believe it no more."""
    intermediate = altered(INTERMEDIATE, ROOT, SHA_256, SHA_1)
    sound = read(LEAF.key_pem, LEAF.pem, intermediate, ROOT.pem, roots=BROWSERS)
    assert sound.verdicts.trust is Trust.INCOMPLETE
    assert "path_not_accepted" in codes(sound)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not on PATH")
def test_a_key_for_pss_only_is_refused() -> None:
    """It would be handed out as a key for all of RSA, which servers refuse beside this certificate."""
    made = ["openssl", "req", "-x509", "-newkey", "rsa-pss", "-noenc", "-subj", "/CN=a", "-keyout", "-", "-out", "-"]
    both = subprocess.run(made, capture_output=True, check=True).stdout
    assert both.count(b"BEGIN") == 2
    assert refusal(both) is Refusal.PSS_KEY


def test_a_leaf_has_as_many_names_as_its_ca_gave_it() -> None:
    """CAs sell certificates for 250 names and more; how large one may be is decided where it is stored."""
    names = [f"host-{number}.example.test" for number in range(700)]
    crowded = sign("shop", names=names)
    assert read(crowded.key_pem, crowded.pem).facts.names == tuple(names)


def test_nothing_of_key_or_password_is_in_what_is_shown() -> None:
    """A repr ends in logs."""
    upload = Upload((Piece("/key", LEAF.key_pem.encode()), Piece("/pem", LEAF.pem.encode())), "secret password")
    shown = repr((upload, read_upload(upload, roots=BROWSERS, now=NOW)))
    assert "secret" not in shown
    assert "PRIVATE" not in shown
    assert LEAF.key_pem.split("\n")[1] not in shown
