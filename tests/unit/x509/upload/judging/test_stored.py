"""The trust in a stored version: of an issued one it is judged for the comparison, of an upload it is kept."""

from __future__ import annotations

import pytest

from certkeeper.domain.certificates.certificate import CertificateVersion
from certkeeper.domain.uploads.verdicts import Trust, Verdicts
from certkeeper.x509.facts import facts_of
from certkeeper.x509.upload.judging.roots import PublicRoots
from certkeeper.x509.upload.judging.stored import trust_of_stored
from tests.unit.x509.pki import INTERMEDIATE, LEAF, NOW, ROOT, STRANGER, YEAR, sign

BROWSERS = PublicRoots(ROOT.pem.encode())


def issued(*chain: str, leaf: str = LEAF.pem, verdicts: Verdicts | None = None) -> CertificateVersion:
    """A version with this chain; Certkeeper ordered it, unless it has verdicts."""
    return CertificateVersion("c", 1, facts_of(LEAF.certificate), leaf, "".join(chain), NOW, verdicts=verdicts)


@pytest.mark.parametrize(
    ("version", "roots", "trust"),
    [
        (issued(INTERMEDIATE.pem), BROWSERS, Trust.PUBLIC),
        (issued(INTERMEDIATE.pem), PublicRoots(STRANGER.pem.encode()), Trust.PRIVATE),
        (issued(), BROWSERS, Trust.PRIVATE),
        (issued(leaf=sign("by itself").pem), BROWSERS, Trust.PRIVATE),
        (issued(INTERMEDIATE.pem, leaf="no PEM at all"), PublicRoots(STRANGER.pem.encode()), Trust.PUBLIC),
        (issued(leaf="no PEM at all"), BROWSERS, Trust.PUBLIC),
        (issued(leaf=LEAF.pem[:200] + LEAF.pem[-100:]), BROWSERS, Trust.PUBLIC),
    ],
)
def test_an_issued_version_is_public_or_of_the_private_ca_that_the_stack_has(
    version: CertificateVersion, roots: PublicRoots, trust: Trust
) -> None:
    """What cannot be read counts as public: then nothing is lost without a question."""
    assert trust_of_stored(version, roots, NOW) is trust


def test_an_issued_version_that_has_expired_was_public() -> None:
    """It is judged as of its own time."""
    assert trust_of_stored(issued(INTERMEDIATE.pem), BROWSERS, NOW + YEAR) is Trust.PUBLIC


@pytest.mark.parametrize("trust", Trust)
def test_an_upload_keeps_its_verdict(trust: Trust) -> None:
    """It was judged with the root that came with it."""
    assert trust_of_stored(issued(verdicts=Verdicts(trust, (), ())), BROWSERS, NOW) is trust
