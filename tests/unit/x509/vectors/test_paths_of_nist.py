"""NIST's suite of paths (PKITS, of 2011, with certificates until 2030): each is taken or refused as its name says.

Of its 222 leaves `openssl verify` 3.0 judges all as this reader does, but one of DSA keys, which no client takes any
more, and one expired leaf, which is judged as of its own time. Tests of policies and revocation lists are not here:
no server's client asks for policies, and lists are not part of a chain.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certkeeper.domain.uploads.refusals import UploadRefusedError
from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.x509.upload.judging.assembly import assemble
from certkeeper.x509.upload.judging.roots import PublicRoots
from certkeeper.x509.upload.judging.trust import trust_of
from certkeeper.x509.upload.reading.certificate import ReadCertificate, name_key, read_certificate

NOW = datetime(2025, 1, 1, tzinfo=UTC)
FOLDER = Path(cryptography_vectors.__file__).parent / "x509" / "PKITS_data" / "certs"
ABOUT_PATHS = re.compile(
    r"(Valid|Invalid)(?:\w*(?:nameConstraints|pathLenConstraint|basicConstraints|cAFalse|CASignature|EESignature|"
    r"NameChaining|NameUIDs|RFC3280|Rollover|UTF8String|UnknownCritical|UnknownNotCritical|keyCertSignFalse)\w*|"
    r"CAnot(?:Before|After)DateTest\d|(?:BasicSelfIssued)(?:New|Old)With(?:New|Old)Test[134])EE"
)
LEAVES = [path.stem for path in sorted(FOLDER.glob("*.crt")) if ABOUT_PATHS.fullmatch(path.stem)]


@cache
def _cas() -> tuple[ReadCertificate, ...]:
    paths = (path for path in sorted(FOLDER.glob("*.crt")) if "EE" not in path.stem and "DSA" not in path.stem)
    return tuple(read_certificate(path.read_bytes(), "") for path in paths)


@cache
def _roots() -> PublicRoots:
    root = x509.load_der_x509_certificate((FOLDER / "TrustAnchorRootCertificate.crt").read_bytes())
    return PublicRoots(root.public_bytes(Encoding.PEM))


def _trust(name: str) -> Trust | None:
    """Who trusts the leaf, given all CAs of the suite that may be above it; None if its chain is broken."""
    leaf = read_certificate((FOLDER / f"{name}.crt").read_bytes(), "")
    pool, issuers = [leaf], {name_key(leaf.facts.issuer)}
    while above := [ca for ca in _cas() if ca not in pool and name_key(ca.facts.subject) in issuers]:
        pool += above
        issuers |= {name_key(ca.facts.issuer) for ca in above}
    try:
        return trust_of(assemble(leaf, pool, _roots(), NOW))
    except UploadRefusedError:
        return None


def test_the_sections_about_paths_are_here() -> None:
    """A change of the suite's names would leave nothing to test."""
    assert len(LEAVES) == 77
    assert {name.startswith("Valid") for name in LEAVES} == {True, False}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", LEAVES)
def test_a_path_of_nist_is_judged_as_its_name_says(name: str) -> None:
    """Signatures, dates, names, basic constraints, key usage, path lengths, self-issued, and name constraints."""
    assert (_trust(name) is Trust.PUBLIC) is name.startswith("Valid")
