"""Name constraints are judged as clients judge them: `openssl verify` says the same of every case."""

from __future__ import annotations

import shutil
import subprocess
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.x509 import DirectoryName, DNSName, IPAddress, RFC822Name, UniformResourceIdentifier
from cryptography.x509.oid import NameOID

from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.x509.upload.judging import name_matching
from certkeeper.x509.upload.judging.general_names import DNS, GeneralName, NameConstraints, Subtree
from certkeeper.x509.upload.judging.roots import PublicRoots
from tests.unit.x509.pki import NOW, ROOT, STRANGER, Signed, sign
from tests.unit.x509.upload.uploading import codes, read

if TYPE_CHECKING:
    from pathlib import Path

Names = list[x509.GeneralName]
BROWSERS = PublicRoots(ROOT.pem.encode())


def name(*attributes: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    """A name of these attributes, the country first."""
    return x509.Name([x509.NameAttribute(*attribute) for attribute in attributes])


OFFICE = ((NameOID.COUNTRY_NAME, "IT"), (NameOID.ORGANIZATION_NAME, "Invented Office"))
ELSEWHERE = ((NameOID.COUNTRY_NAME, "IT"), (NameOID.ORGANIZATION_NAME, "Another Office"))
CN = (NameOID.COMMON_NAME, "server")
NOBODY = x509.Name([])


def dns(*texts: str) -> Names:
    """DNS names."""
    return [DNSName(text) for text in texts]


def net(text: str) -> Names:
    """A network."""
    return [IPAddress(ip_network(text))]


def ip(text: str) -> Names:
    """An address."""
    return [IPAddress(ip_address(text))]


def mail(*texts: str) -> Names:
    """Mailboxes or hosts."""
    return [RFC822Name(text) for text in texts]


def uri(text: str) -> Names:
    """An address on the web, or its host."""
    return [UniformResourceIdentifier(text)]


def directory(*attributes: tuple[x509.ObjectIdentifier, str]) -> Names:
    """A directory name."""
    return [DirectoryName(name(*attributes))]


A = dns("a.example.test")
CASES: list[tuple[Names, Names, Names, x509.Name, bool]] = [
    (dns("example.test"), [], A, NOBODY, True),
    (dns("example.test"), [], dns("example.test"), NOBODY, True),
    (dns("example.test"), [], dns("A.EXAMPLE.test"), NOBODY, True),
    (dns("example.test"), [], dns("*.example.test"), NOBODY, True),
    (dns("example.test"), [], dns("badexample.test"), NOBODY, False),
    (dns("example.test"), [], dns("a.example.test", "b.other.test"), NOBODY, False),
    (dns("example.test", "other.test"), [], dns("a.example.test", "b.other.test"), NOBODY, True),
    (dns(".example.test"), [], A, NOBODY, True),
    (dns(".example.test"), [], dns("example.test"), NOBODY, False),
    (dns(""), [], A, NOBODY, True),
    ([], dns(""), A, NOBODY, False),
    ([], dns("other.test"), A, NOBODY, True),
    ([], dns(".other.test"), A, NOBODY, True),
    ([], dns(".example.test"), A, NOBODY, False),
    ([], dns(".example.test"), dns("example.test"), NOBODY, True),
    (dns("example.test"), dns("a.example.test"), A, NOBODY, False),
    (dns("example.test"), dns("secret.example.test"), A, NOBODY, True),
    (net("10.0.0.0/8"), [], ip("10.1.2.3"), NOBODY, True),
    (net("10.0.0.0/8"), [], ip("11.1.2.3"), NOBODY, False),
    (net("10.0.0.0/8"), [], A, NOBODY, True),
    (net("10.0.0.0/8"), [], ip("fd00::1"), NOBODY, False),
    (net("fd00::/8"), [], ip("fd00::1"), NOBODY, True),
    ([], net("0.0.0.0/0"), ip("10.1.2.3"), NOBODY, False),
    ([], net("0.0.0.0/0"), ip("fd00::1"), NOBODY, True),
    (mail("example.test"), [], mail("me@example.test"), NOBODY, True),
    (mail("example.test"), [], mail("me@sub.example.test"), NOBODY, False),
    (mail(".example.test"), [], mail("me@sub.example.test"), NOBODY, True),
    (mail("me@example.test"), [], mail("me@example.test"), NOBODY, True),
    (mail("me@example.test"), [], mail("Me@example.test"), NOBODY, False),
    ([], mail("example.test"), A, name((NameOID.EMAIL_ADDRESS, "me@example.test")), False),
    (uri(".example.test"), [], uri("https://me@a.example.test:8443/x?y"), NOBODY, True),
    (uri("example.test"), [], uri("https://a.example.test/x"), NOBODY, False),
    (directory(*OFFICE), [], A, name(*OFFICE, CN), True),
    (directory(*OFFICE), [], A, name(*ELSEWHERE, CN), False),
    (directory(*OFFICE), [], A, name(OFFICE[0], CN), False),
    (directory(*OFFICE), [], A, NOBODY, True),
    (directory(OFFICE[0], (NameOID.ORGANIZATION_NAME, "INVENTED  office")), [], A, name(*OFFICE, CN), True),
    ([], directory(*OFFICE), A, name(*OFFICE, CN), False),
    ([], directory(*OFFICE), A, name(*ELSEWHERE, CN), True),
    (dns("example.test"), [], ip("10.1.2.3"), name((NameOID.COMMON_NAME, "a.other.test")), False),
    (dns("example.test"), [], A, name((NameOID.COMMON_NAME, "a.other.test")), True),
    ([x509.RegisteredID(x509.ObjectIdentifier("1.2.3"))], [], A, NOBODY, True),
    (
        [x509.RegisteredID(x509.ObjectIdentifier("1.2.3"))],
        [],
        [*A, x509.RegisteredID(x509.ObjectIdentifier("1.2.3"))],
        NOBODY,
        False,
    ),
]


def signed_under(permitted: Names, excluded: Names, names: Names, subject: x509.Name) -> tuple[Signed, Signed]:
    """A leaf and its CA, which has these constraints."""
    ca = sign("Constrained", ROOT, ca=True, extensions=[x509.NameConstraints(permitted or None, excluded or None)])
    return sign(subject, ca, names=(), extensions=[x509.SubjectAlternativeName(names)]), ca


@pytest.mark.parametrize("case", CASES)
def test_constraints_are_judged_as_openssl_judges_them(
    tmp_path: Path, case: tuple[Names, Names, Names, x509.Name, bool]
) -> None:
    """What is forbidden is said with the name; what is permitted has no word of it."""
    leaf, ca = signed_under(*case[:4])
    is_permitted = case[4]
    sound = read(leaf.key_pem, leaf.pem, ca.pem, roots=BROWSERS)
    assert sound.verdicts.trust is (Trust.PUBLIC if is_permitted else Trust.INCOMPLETE)
    assert ("name_forbidden" in codes(sound)) is not is_permitted
    assert not codes(sound) & {"intermediate_missing", "root_missing"}
    if shutil.which("openssl"):
        assert _openssl_accepts(tmp_path, leaf, ca) is is_permitted


def _openssl_accepts(folder: Path, leaf: Signed, ca: Signed) -> bool:
    for file, signed in (("leaf", leaf), ("ca", ca), ("root", ROOT)):
        (folder / file).write_text(signed.pem)
    command = ["openssl", "verify", "-attime", str(int(NOW.timestamp())), "-purpose", "sslserver"]
    command += ["-CAfile", str(folder / "root"), "-untrusted", str(folder / "ca"), str(folder / "leaf")]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_sentence_names_the_ca_and_the_name() -> None:
    """So that a person knows which CA to ask for what."""
    leaf, ca = signed_under(dns("example.test"), [], dns("a.example.test", "b.other.test"), NOBODY)
    sound = read(leaf.key_pem, leaf.pem, ca.pem, roots=BROWSERS)
    (sentence,) = (each.detail for each in sound.verdicts.warnings if each.code == "name_forbidden")
    assert sentence.endswith("(certificate CN=Constrained, name b.other.test)")
    assert "path_not_accepted" in codes(sound)


def test_constraints_of_a_ca_higher_up_count_and_so_do_names_of_cas() -> None:
    """RFC 5280 section 6.1.3 (b); a CA's certificate for its own new key is left out."""
    constraints = x509.NameConstraints(directory(*OFFICE), None)
    top = sign("Top", ROOT, ca=True, extensions=[constraints])
    for middle, is_permitted in (
        (sign(name(*OFFICE, (NameOID.COMMON_NAME, "CA")), top, ca=True), True),
        (sign(name(*ELSEWHERE, (NameOID.COMMON_NAME, "CA")), top, ca=True), False),
        (sign("Top", top, ca=True), True),
    ):
        leaf = sign(name(*OFFICE, CN), middle)
        sound = read(leaf.key_pem, leaf.pem, middle.pem, top.pem, roots=BROWSERS)
        assert (sound.verdicts.trust is Trust.PUBLIC) is is_permitted


def test_another_ca_that_may_issue_is_found() -> None:
    """The same CA, certified once with constraints and once without."""
    leaf, constrained = signed_under(dns("other.test"), [], A, NOBODY)
    free = sign("Constrained", ROOT, ca=True, key=constrained.key)
    for pool in ((constrained, free), (free, constrained)):
        sound = read(leaf.key_pem, leaf.pem, *(each.pem for each in pool), roots=BROWSERS)
        assert (sound.verdicts.trust, sound.chain_pem) == (Trust.PUBLIC, free.pem)


def test_too_many_comparisons_are_no_permission() -> None:
    """OpenSSL refuses them as well; the work is bounded."""
    subtree = Subtree(GeneralName(DNS, b"example.test"), has_limits=False)
    many = name_matching.MAX_COMPARISONS // 2 + 1
    names = [GeneralName(DNS, b"a.example.test")] * 2
    assert name_matching.first_forbidden(names, NameConstraints((subtree,), ())) is None
    assert name_matching.first_forbidden(names, NameConstraints((subtree,) * many, ())) == names[0]


def test_limits_of_a_subtree_forbid_its_kind() -> None:
    """Minimum and maximum: RFC 5280 section 4.2.1.10 wants neither, and no client supports them."""
    limited = Subtree(GeneralName(DNS, b"example.test"), has_limits=True)
    names = [GeneralName(DNS, b"a.example.test")]
    assert name_matching.first_forbidden(names, NameConstraints((limited,), ())) == names[0]


def test_strangers_constraints_do_not_count() -> None:
    """Only what stands in the path."""
    other = sign("Other", STRANGER, ca=True, extensions=[x509.NameConstraints(dns("nowhere.test"), None)])
    ca = sign("Free", ROOT, ca=True)
    leaf = sign("shop.example.test", ca)
    assert read(leaf.key_pem, leaf.pem, other.pem, ca.pem, roots=BROWSERS).verdicts.trust is Trust.PUBLIC
