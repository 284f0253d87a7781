"""What people reported: each file is taken, or refused, as OpenSSL, GnuTLS, Java and clients would have it.

The files were made for names under example.test, after public reports; nobody's data is in them. Files of the same kind
that need no copy are made elsewhere, in `test_one_rule` and `test_passwords`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.certificates.certificate import Source
from certkeeper.domain.certificates.comparison import Loss
from certkeeper.domain.certificates.succession import Compared, losses
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.x509.chain import read_issued
from certkeeper.x509.upload.judging.roots import PublicRoots
from tests.unit.x509.origins.writer import FILES as ORIGINS
from tests.unit.x509.upload.uploading import NO_ROOTS, codes, read

if TYPE_CHECKING:
    from collections.abc import Sequence

FILES = ORIGINS.parents[1] / "reported" / "files"
NOW = datetime(2026, 12, 1, tzinfo=UTC)
"""The files are valid then."""


@dataclass(frozen=True)
class Case:
    """The files of one upload and its password; the trust and the warnings that are expected, or the refusal.

    `chain` is the number of issuers that are served; `roots_of` is the file with the roots of browsers.
    """

    files: Sequence[str] = ("certificate.pem", "key.pem", "chain.pem")
    trust: Trust = Trust.PRIVATE
    chain: int = 1
    warnings: frozenset[str] = frozenset()
    refusal: Refusal | None = None
    password: str | None = None
    roots_of: str = ""
    is_for_acm: bool = True

    def pieces(self, folder: str) -> list[bytes]:
        """Return the files' contents."""
        return [content(folder, name) for name in self.files]

    def roots(self, folder: str) -> PublicRoots:
        """Return the roots of browsers."""
        return PublicRoots(content(folder, self.roots_of)) if self.roots_of else NO_ROOTS


def content(folder: str, name: str) -> bytes:
    """Return a file of a case, or one of those that the table of origins has."""
    path = FILES / folder / name
    return (path if path.exists() else ORIGINS / name).read_bytes()


PAIR = ("certificate.pem", "key.pem")
TEXTS = ("certificate.txt", "key.txt")
LENIENTLY = frozenset({"read_leniently"})
CASES = {
    "01-pkcs8-v2-ec": Case(),
    "02-pkcs8-v2-ed25519-with-public": Case(is_for_acm=False),
    "03-pkcs8-v2-encrypted": Case(password="secret"),
    "04-explicit-ca-false": Case(warnings=LENIENTLY),
    "05-star-in-printablestring": Case(warnings=LENIENTLY),
    "06-latin1-in-teletexstring": Case(warnings=LENIENTLY),
    "07-ends-before-it-begins": Case(refusal=Refusal.NEVER_VALID),
    "08-expired-cross-sign": Case(
        ("bundle.pem", *PAIR), Trust.PUBLIC, warnings=frozenset({"outdated_left_out"}), roots_of="public_root.pem"
    ),
    "09-constraint-forbids-called-missing": Case(
        trust=Trust.INCOMPLETE,
        warnings=frozenset({"path_not_accepted", "name_forbidden"}),
        roots_of="public_root.pem",
    ),
    "10-constraint-with-leading-dot": Case(trust=Trust.PUBLIC, roots_of="public_root.pem"),
    "11-directory-name-constraint": Case(trust=Trust.PUBLIC, roots_of="public_root.pem"),
    "12-version-1": Case(PAIR, chain=0, is_for_acm=False),
    "13-non-breaking-hyphens": Case(TEXTS, Trust.INCOMPLETE, chain=0),
    "14-direction-marks": Case(TEXTS, Trust.INCOMPLETE, chain=0),
    "15-pfx-of-openssl-1.0-utf8": Case(
        ("bundle.pfx",), password="p\u00e4ssw\u00f6rd", warnings=frozenset({"legacy_encryption"}), is_for_acm=False
    ),
    "16-pfx-among-pem-files-without-password": Case(("certificate.pfx", "key.pem"), refusal=Refusal.PASSWORD_MISSING),
    "17-page-utf16-pem": Case(PAIR, Trust.INCOMPLETE, chain=0),
    "18-page-ber-pfx": Case(("bundle.pfx",), Trust.INCOMPLETE, password="secret"),
    "32-paste-with-the-key-twice": Case(("paste.txt",)),
}
"""By the number of the report and what it is about."""

ISSUERS = ("p256.key", "ca.pem", "root.pem")
ODD_LEAF = Case(ISSUERS, warnings=LENIENTLY)
ODD_FILES = {
    "leaf-bc-explicit-false.der": ODD_LEAF,
    "leaf-cn-printable-star.der": ODD_LEAF,
    "leaf-o-printable-amp.der": ODD_LEAF,
    "leaf-ecdsa-null-params.der": ODD_LEAF,
    "leaf-critical-false-explicit.der": ODD_LEAF,
    "leaf-pathlen-noca.der": ODD_LEAF,
    "leaf-explicit-curve.der": Case(ISSUERS, refusal=Refusal.CURVE),
    "leaf-ends-before-it-begins.der": Case(ISSUERS, refusal=Refusal.NEVER_VALID),
    "bundle-root-ml-dsa-44.pem": Case(
        ("p256.pem", "p256.key", "ca.pem"), Trust.INCOMPLETE, warnings=frozenset({"unrelated_certificate"})
    ),
    "same-key-twice.p12": Case((), Trust.INCOMPLETE, chain=0, password=""),
}
"""Files by themselves, each with the others that it comes with."""


def check(case: Case, folder: str, *first: bytes) -> None:
    """Upload the files of a case, and compare the answer with what is expected."""
    pieces = (*first, *case.pieces(folder))
    if case.refusal:
        with pytest.raises(UploadRefusedError) as caught:
            read(*pieces, password=case.password, roots=case.roots(folder), now=NOW)
        assert caught.value.refusal is case.refusal
        return
    sound = read(*pieces, password=case.password, roots=case.roots(folder), now=NOW, expired_allowed=True)
    assert (sound.verdicts.trust, sound.chain_pem.count("BEGIN")) == (case.trust, case.chain)
    assert codes(sound) & (LENIENTLY | {"path_not_accepted", "unrelated_certificate"}) <= case.warnings <= codes(sound)
    assert sound.verdicts.importable_into_acm is case.is_for_acm


@pytest.mark.parametrize("folder", CASES)
def test_what_was_reported_is_answered_as_expected(folder: str) -> None:
    """With the trust, the chain and the warnings, or with the refusal."""
    check(CASES[folder], folder)


@pytest.mark.parametrize("name", ODD_FILES)
def test_a_file_that_other_programs_take_is_answered_as_expected(name: str) -> None:
    """Beside its key, its issuer and its root."""
    check(ODD_FILES[name], "", content("", name))


@pytest.mark.parametrize(
    ("folder", "names", "issuers"),
    [
        ("19-ca-chain-root-before-issuer", ["a.example.test"], 1),
        ("20-ca-adds-the-base-domain", ["*.example.test"], 1),
        ("21-ca-chain-with-a-new-key-signed-by-the-old", ["a.example.test"], 1),
    ],
)
def test_what_a_ca_hands_out_is_read_as_an_upload_is(folder: str, names: list[str], issuers: int) -> None:
    """In any order, with more names than were ordered, and with the link certificate that clients need."""
    answer, key = content(folder, "chain.pem"), content(folder, "key.pem").decode()
    issued = read_issued(answer, key, names, roots=NO_ROOTS, now=NOW)
    assert issued.chain_pem.count("BEGIN") == issuers
    assert set(names) <= set(issued.facts.names)


def test_a_successor_for_other_names_loses_names() -> None:
    """As the person who replaces it has to confirm."""
    folder = "25-successor-for-other-names"
    before, after = (
        read(*(content(folder, name) for name in (f"{one}.pem", f"{one}.key", "chain.pem")), now=NOW)
        for one in ("first", "second")
    )
    compared = [
        Compared(number, one.facts, Source.UPLOADED, one.verdicts.trust) for number, one in enumerate((before, after))
    ]
    assert Loss.NAMES_LOST in {loss.code for loss in losses(*compared)}
    assert losses(compared[0], compared[0]) == ()


def test_no_file_is_without_a_case() -> None:
    """One that no test reads proves nothing."""
    issued = {"19-ca-chain-root-before-issuer", "20-ca-adds-the-base-domain"}
    issued |= {"21-ca-chain-with-a-new-key-signed-by-the-old", "25-successor-for-other-names"}
    assert {path.name for path in FILES.iterdir()} == {*CASES, *ODD_FILES, *issued}
