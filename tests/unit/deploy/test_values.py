"""Root certificates are taken in every form that people have them in, and a private key in none."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.x509 import load_pem_x509_certificates

from certkeeper.adapters.acme.roots import pem_of
from infra.deploy.parameters import parameters_of
from infra.deploy.refusal import DeploymentRefused
from infra.deploy.values import ROOTS, read_value
from tests.architecture.deployed import template
from tests.unit.x509.pki import rsa_key, sign

NOWHERE = Path("nowhere")
FIRST, SECOND = sign("First root", ca=True), sign("Second root", ca=True)
PEM = FIRST.pem + SECOND.pem


@pytest.mark.parametrize(
    "given",
    [
        PEM,
        PEM.replace("\n", "\r\n"),
        PEM.replace("\n", " "),
        PEM.replace("\n", "\\n"),
        PEM.replace("\n", ""),
        f"Subject: First root\n{PEM}",
        b64encode(PEM.encode()).decode(),
        b64encode(FIRST.der + SECOND.der).decode(),
        f"  {b64encode(FIRST.der + SECOND.der).decode()}\n",
    ],
    ids=["PEM", "CRLF", "blanks", "written line ends", "no line ends", "a text above", "base64", "DER", "a line end"],
)
def test_roots_are_deployed_as_one_short_line_from_every_form(given: str) -> None:
    """And functions read the same certificates from it."""
    value = read_value(ROOTS, given, NOWHERE)
    assert value == b64encode(FIRST.der + SECOND.der).decode()
    assert pem_of(value) == PEM
    assert parameters_of(template())[ROOTS].violation(value) is None


def test_two_roots_with_the_longest_usual_keys_fit() -> None:
    """What a CA has that changes its root: 3.9 KB of PEM become a parameter that CloudFormation takes."""
    roots = [sign("Certification Authority of an Organisation", ca=True, key=rsa_key(4096)) for _ in range(2)]
    value = read_value(ROOTS, "".join(each.pem for each in roots), NOWHERE)
    assert parameters_of(template())[ROOTS].violation(value) is None
    assert load_pem_x509_certificates(pem_of(value).encode()) == [each.certificate for each in roots]


def test_too_many_roots_are_refused_with_what_is_allowed() -> None:
    """Before anything is built."""
    value = read_value(ROOTS, FIRST.pem * 12, NOWHERE)
    assert "at most 4,096 characters" in str(parameters_of(template())[ROOTS].violation(value))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (FIRST.key_pem, "has a private key in it"),
        (FIRST.pem + FIRST.key_pem, "has a private key in it"),
        (b64encode(FIRST.key_der()).decode(), "no certificate that can be read"),
        (b64encode(FIRST.key_pem.encode()).decode(), "no certificate that can be read"),
        (FIRST.pem[:200], "no certificate that can be read"),
        (FIRST.pem.replace("MII", "MIJ"), "no certificate that can be read"),
        (b64encode(FIRST.der[:-1]).decode(), "no certificate that can be read"),
        (b64encode(b"0").decode(), "no certificate that can be read"),
        ("a root", "no certificate that can be read"),
        ("é", "must be text"),
    ],
)
def test_what_is_no_certificate_is_refused_without_showing_it(given: str, says: str) -> None:
    """Somebody who takes the wrong file must not find it in a log."""
    with pytest.raises(DeploymentRefused) as refusal:
        read_value(ROOTS, given, NOWHERE)
    assert says in str(refusal.value)
    assert given.splitlines()[-1][:40] not in str(refusal.value)


def test_nothing_means_the_public_roots() -> None:
    """An empty value takes certificates away again."""
    assert read_value(ROOTS, "", NOWHERE) == ""
