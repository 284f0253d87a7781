"""What is said of a sound upload: trust, ACM, warnings; and what makes a leaf unfit whatever its chain."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from certkeeper.domain.refusals import Refusal
from certkeeper.domain.uploads import Piece, Upload
from certkeeper.domain.verdicts import Trust
from certkeeper.x509.der import read_node
from certkeeper.x509.upload.accept import read_upload
from certkeeper.x509.upload.trust import PublicRoots
from tests.unit.x509.pki import INTERMEDIATE, LEAF, NOW, ROOT, STRANGER, YEAR, Signed, rsa_key, sign
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.reading import codes, read, refusal

DAY = YEAR / 365
BROWSERS = PublicRoots((STRANGER.pem + ROOT.pem).encode())


def trust(leaf: Signed, *others: Signed, roots: PublicRoots = BROWSERS) -> Trust:
    """The verdict on trust."""
    return read(leaf.key_pem, *(one.pem for one in (leaf, *others)), roots=roots).verdicts.trust


def warnings(leaf: Signed, *others: Signed) -> set[str]:
    """The codes of the warnings, where browsers know the test's root."""
    return codes(read(leaf.key_pem, *(one.pem for one in (leaf, *others)), roots=BROWSERS))


def obstacles(leaf: Signed, *, expired_allowed: bool = False) -> set[str]:
    """The codes of what stands against an import into ACM."""
    verdicts = read(leaf.key_pem, leaf.pem, expired_allowed=expired_allowed).verdicts
    assert verdicts.importable_into_acm is (not verdicts.acm_obstacles)
    return {remark.code for remark in verdicts.acm_obstacles}


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
        (sign("a", INTERMEDIATE, server_auth=False), "no_server_auth"),
        (sign("a", INTERMEDIATE, until=NOW + 191 * DAY), "long_validity"),
        (sign("a", INTERMEDIATE, since=NOW - 90 * DAY, until=NOW + 309 * DAY), "long_validity"),
    ],
)
def test_a_leaf_is_warned_of_what_its_owner_may_want_to_change(leaf: Signed, code: str) -> None:
    """Each warning alone."""
    assert warnings(leaf, INTERMEDIATE) == {code}


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
    assert obstacles(leaf, expired_allowed=True) == {"acm_not_in_date"}


def test_a_leaf_signed_with_sha_1_is_refused() -> None:
    """Clients have refused them since 2017."""
    to_be_signed = read_node(LEAF.der)[0].children()[0]
    sha_256, sha_1 = (crafted.sequence(crafted.oid(one)) for one in ("2a8648ce3d040302", "2a8648ce3d0401"))
    weak = crafted.sequence(to_be_signed.content.replace(sha_256, sha_1))
    assert isinstance(INTERMEDIATE.key, ec.EllipticCurvePrivateKey)
    signature = INTERMEDIATE.key.sign(weak, ec.ECDSA(hashes.SHA1()))  # noqa: S303 - to be refused
    encoded = crafted.sequence(weak, sha_1, crafted.tlv(0x03, b"\0" + signature))
    assert x509.load_der_x509_certificate(encoded).public_key() == LEAF.certificate.public_key()
    assert refusal(LEAF.key_pem, encoded, INTERMEDIATE.pem) is Refusal.WEAK_SIGNATURE


def test_a_leaf_of_more_than_a_hundred_names_is_refused() -> None:
    """As in an order."""
    names = [f"host-{number}.example.test" for number in range(101)]
    full, crowded = sign("shop", names=names[:100]), sign("shop", names=names)
    assert len(read(full.key_pem, full.pem).facts.names) == 100
    assert refusal(crowded.key_pem, crowded.pem) is Refusal.TOO_MANY_NAMES


def test_acm_takes_rsa_and_three_curves_in_date() -> None:
    """What it does not take is said with its reason, and is no error."""
    assert obstacles(LEAF) == set()
    assert obstacles(sign("shop", key=rsa_key(2048))) == set()
    assert obstacles(sign("shop", key=ed25519.Ed25519PrivateKey.generate())) == {"acm_key_algorithm"}
    assert obstacles(sign("shop", since=NOW + DAY)) == {"acm_not_in_date"}
    assert obstacles(sign("shop", names=[f"{'long' * 60}.{n}.example.test"[-253:] for n in range(100)])) == {
        "acm_certificate_size"
    }


def test_nothing_of_key_or_password_is_in_what_is_shown() -> None:
    """A repr ends in logs."""
    upload = Upload((Piece("/key", LEAF.key_pem.encode()), Piece("/pem", LEAF.pem.encode())), "secret password")
    shown = repr((upload, read_upload(upload, roots=BROWSERS, now=NOW)))
    assert "secret" not in shown
    assert "PRIVATE" not in shown
    assert LEAF.key_pem.split("\n")[1] not in shown
