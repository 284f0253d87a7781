"""Containers by kinds of key: what Certkeeper takes is what OpenSSL and Java find, and what it refuses has its reason.

A fixed part of all pairs is tried. With CERTKEEPER_WHOLE_MATRIX=1 in the environment all are, which takes minutes.
"""

from __future__ import annotations

import os
import random
from base64 import b64decode
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.uploads.refusals import Refusal
from tests.unit.x509.matrix.containers import CONTAINERS, PASSWORD, Container
from tests.unit.x509.matrix.judges import HAS_JAVA, HAS_OPENSSL, Found, JavaRun, by_openssl
from tests.unit.x509.matrix.kinds import KINDS, TAKEN, Kind, Outcome, public_of
from tests.unit.x509.pki import INTERMEDIATE
from tests.unit.x509.upload.uploading import read, refused

if TYPE_CHECKING:
    from pathlib import Path

IS_WHOLE = os.environ.get("CERTKEEPER_WHOLE_MATRIX") == "1"
RARELY = {"RSA-2048": 8, "RSA-3072": 16, "RSA-4096": 24}
"""Of so many containers one is tried with a kind whose numbers take long to check: with 4,096 bits 0.3 seconds."""
SOME, FEW = 4, 3
"""The other kinds with which a container is tried, and those of one that takes a program to write."""


def chosen() -> list[tuple[Container, Kind]]:
    """Return the pairs that are tried: each container with some kinds, each kind in many containers."""
    choice, pairs = random.Random(15), []  # noqa: S311 - no secret
    for number, container in enumerate(CONTAINERS):
        held = [kind for kind in KINDS if container.holds(kind)]
        quick = [kind for kind in held if kind.name not in RARELY]
        some = choice.sample(quick, FEW if container.is_slow else SOME)
        slow = [kind for kind in held if number % RARELY.get(kind.name, number + 1) == 1]
        pairs += [(container, kind) for kind in (held if IS_WHOLE else [*some, *slow])]
    return pairs


def judged(cells: list[tuple[Container, Kind]]) -> list[tuple[Container, Kind]]:
    """Return the pairs that the judges see: of each container one with a key that is taken, and one that is not."""
    if IS_WHOLE:
        return cells
    by_outcome = {(container, kind.outcome.refusal is None): (container, kind) for container, kind in cells}
    return list(by_outcome.values())


def each(cells: list[tuple[Container, Kind]]) -> pytest.MarkDecorator:
    """Run a test for each of these pairs."""
    return pytest.mark.parametrize(("container", "kind"), cells, ids=[f"{one.name}-{kind}" for one, kind in cells])


CELLS = chosen() if HAS_OPENSSL else []
JUDGED = judged(CELLS)
KINDS_FOR_JAVA = [kind for kind in TAKEN if IS_WHOLE or kind.name not in {"RSA-3072", "RSA-4096"}]

OTHERWISE = {
    ("DEK-Info, aria-128-cbc", ""): Outcome(Refusal.ENCRYPTION_UNSUPPORTED),
    ("aria-256-cbc", "three primes"): Outcome(Refusal.KEY_UNREADABLE),
}
"""Where Certkeeper answers otherwise than for the kind of key, by parts of the names of a container and a kind.

The library has no class for ARIA: it opens ARIA in PKCS#8 and PKCS#12 only, and then reads the key itself.
"""
NOT_BY_OPENSSL = {
    "PKCS#8 version 2 with a public key": "OpenSSL before 3.5 reads no public key behind a private one (RFC 5958)",
    "PBMAC1": "OpenSSL before 3.4 does not know RFC 9579",
}
"""What OpenSSL need not open though Certkeeper does, with the reason. A newer one may open more."""
NOT_BY_JAVA = {
    "-macalg md5": "Java has no MAC with MD5",
    "-macalg sha3-256": "Java has no MAC with SHA-3",
    "aes-192-cbc": "Java has no password encryption with AES of 192 bits",
    "camellia-256-cbc": "Java has no Camellia",
    "aria-256-cbc": "Java has no ARIA",
    "-keypbe rc2-cbc": "Java has no RC2 in PBES2",
    "-keypbe NONE": "Java takes no private key that is not encrypted by itself",
    "library, nothing": "Java takes no private key that is not encrypted by itself",
    "one encrypted safe": "Java takes no private key that is not encrypted by itself",
    "Go": "Java finds the certificate of a key by its localKeyID, and there is none",
    "PBMAC1": "Java before 26 does not know RFC 9579",
    "RSA with three primes": "Java reads RSA keys of two primes only",
}
"""The same for Java, by a part of the name of a container or of a kind."""


def expected(container: Container, kind: Kind) -> Outcome:
    """Return what Certkeeper has to answer for a pair."""
    others = (outcome for (one, other), outcome in OTHERWISE.items() if one in container.name and other in kind.name)
    return next(others, kind.outcome)


@each(CELLS)
def test_a_kind_of_key_has_one_answer_in_every_container(container: Container, kind: Kind) -> None:
    """Key, leaf and issuer come out as they went in, or the refusal is the one of the kind, never of the password."""
    reason, part = expected(container, kind)
    if reason is not None:
        error = refused(*container.pieces(kind), password=container.password)
        assert (error.refusal, part in str(error)) == (reason, True)
        return
    sound = read(*container.pieces(kind), password=container.password)
    assert decoded(sound.certificate_pem) == kind.leaf
    assert sound.chain_pem == INTERMEDIATE.pem
    assert public_of(decoded(sound.private_key_pem)) == kind.public


@each([(one, kind) for one, kind in JUDGED if not one.is_plain and one.password and not expected(one, kind).refusal])
def test_another_password_is_called_wrong_and_none_missing(container: Container, kind: Kind) -> None:
    """In every container in which a password protects something."""
    assert refused(*container.pieces(kind), password="another").refusal is Refusal.WRONG_PASSWORD_OR_DAMAGED
    assert refused(*container.pieces(kind)).refusal is Refusal.PASSWORD_MISSING


@each(JUDGED)
def test_openssl_finds_the_same(container: Container, kind: Kind, tmp_path: Path) -> None:
    """Key and leaf, also of the kinds that Certkeeper refuses: their reason is not that the file cannot be opened."""
    found = by_openssl(container, kind, tmp_path / "judged")
    if found is None:
        assert container.name in NOT_BY_OPENSSL
        return
    assert found.public == kind.public
    assert not container.is_pfx or kind.leaf in found.certificates


@pytest.fixture(scope="module")
def java_run(tmp_path_factory: pytest.TempPathFactory) -> JavaRun:
    """The one run of Java."""
    seen = [(one, kind) for one, kind in JUDGED if one.is_pfx and (IS_WHOLE or kind.outcome.refusal is None)]
    return JavaRun(seen, KINDS_FOR_JAVA, tmp_path_factory.mktemp("java"))


needs_java = pytest.mark.skipif(not (HAS_JAVA and HAS_OPENSSL), reason="there is no Java here, or no openssl program")


@needs_java
def test_java_finds_the_same(java_run: JavaRun) -> None:
    """What Java opens has the same key and leaf; what it does not is named, and why."""
    for (container, kind), found in java_run.found.items():
        name = f"{container.name} {kind}"
        if isinstance(found, Found):
            assert (found.public, found.certificates) == (kind.public, (kind.leaf,)), name
        else:
            assert any(part in name for part in NOT_BY_JAVA), (name, found)


@needs_java
@pytest.mark.parametrize("legacy", ["", "true"], ids=["as Java 17", "as Java 8"])
@pytest.mark.parametrize("kind", KINDS_FOR_JAVA, ids=str)
def test_what_java_makes_of_its_own_store_is_taken(java_run: JavaRun, kind: Kind, legacy: str) -> None:
    """As `keytool -importkeystore` writes PKCS#12 of a JKS."""
    sound = read(java_run.made(kind, legacy), password=PASSWORD)
    assert decoded(sound.certificate_pem) == kind.leaf
    assert public_of(decoded(sound.private_key_pem)) == kind.public


def decoded(text: str) -> bytes:
    """Return what a text in PEM is of."""
    return b64decode("".join(text.splitlines()[1:-1]))


@pytest.mark.skipif(not HAS_OPENSSL, reason="the openssl program is not on PATH")
def test_no_container_and_no_kind_is_left_out() -> None:
    """Of the fixed part of the pairs, too."""
    assert {container.name for container, _ in CELLS} == {container.name for container in CONTAINERS}
    assert min(sum(kind is other for _, other in CELLS) for kind in KINDS) >= 3
