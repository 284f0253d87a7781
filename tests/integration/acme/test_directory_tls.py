"""Which TLS certificates of a CA's directory are trusted: real servers, and the same answers on every Python (ADR 102).

`make pythons` runs this on each supported Python: the defaults of their TLS contexts differ.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from certkeeper.adapters.acme.authority import AcmeAuthority
from certkeeper.adapters.acme.renewal_info import AcmeRenewalInfos
from certkeeper.domain.errors import AcmeDirectoryError, OrderFailed
from certkeeper.domain.renewal.renewal_info import RenewalInfo
from infra.local.processes.loopback import LOOPBACK
from tests.integration.acme.unruly_ca import UnrulyCa, answer
from tests.unit.services.world import World

Key = ec.EllipticCurvePrivateKey
Start = Callable[["Pki"], tuple[str, str]]
"""Starts the directory of a PKI, and returns its URL and the certificate (PEM) for AcmeDirectoryRootPem."""


@dataclass(frozen=True)
class Pki:
    """A root and a server certificate. A field that differs from the default is a defect, or a habit of private CAs.

    `given` is what AcmeDirectoryRootPem has: `root`, `server`, or a text of its own.
    """

    critical_constraints: bool = True
    constraints: bool = True
    key_usage: bool = True
    authority_key: bool = True
    days: tuple[int, int] = (-1, 1)
    address: str = LOOPBACK
    given: str = "root"
    keys: tuple[Key, Key] = field(default_factory=lambda: (_new_key(), _new_key()))

    @cached_property
    def root(self) -> x509.Certificate:
        """Return the root, which is valid whenever the server's certificate may not be."""
        key, builder = self.keys[0], _builder("root", "root", self.keys[0], (-9, 9))
        if self.constraints:
            constraints = x509.BasicConstraints(ca=True, path_length=None)
            builder = builder.add_extension(constraints, critical=self.critical_constraints)
        if self.key_usage:
            builder = builder.add_extension(_signs_certificates(), critical=True)
        subject_key = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        return builder.add_extension(subject_key, critical=False).sign(key, hashes.SHA256())

    @cached_property
    def server(self) -> x509.Certificate:
        """Return the server's certificate, which the root has signed."""
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(self.address))])
        builder = _builder("server", "root", self.keys[1], self.days).add_extension(names, critical=False)
        if self.authority_key:
            issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.keys[0].public_key())
            builder = builder.add_extension(issuer, critical=False)
        return builder.sign(self.keys[0], hashes.SHA256())

    def given_pem(self) -> str:
        """Return the value of AcmeDirectoryRootPem."""
        made = {"root": self.root, "server": self.server}
        return _pem(made[self.given]) if self.given in made else self.given


def _new_key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _builder(subject: str, issuer: str, key: Key, days: tuple[int, int]) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
    )


def _signs_certificates() -> x509.KeyUsage:
    others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only")
    unset = dict.fromkeys((*others, "decipher_only", "digital_signature"), False)
    return x509.KeyUsage(key_cert_sign=True, crl_sign=True, **unset)


@pytest.fixture(name="start")
def starts(tmp_path: Path) -> Iterator[Start]:
    """A directory on the loopback, with the certificate of a PKI."""
    started: list[UnrulyCa] = []

    def start(pki: Pki) -> tuple[str, str]:
        certificate, key = tmp_path / "server.pem", tmp_path / "key.pem"
        certificate.write_text(_pem(pki.server))
        key.write_bytes(pki.keys[1].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        fields = ("newNonce", "newAccount", "newOrder")
        directory = json.dumps({name: f"https://ca.example.test/{name}" for name in fields}).encode()
        started.append(UnrulyCa(lambda connection, *_: connection.sendall(answer(200, directory)), certificate, key))
        return f"{started[-1].url}/dir", pki.given_pem()

    yield start
    for one in started:
        one.stop()


GOOD = {
    "by the book": Pki(),
    "constraints not critical": Pki(critical_constraints=False),
    "root without key usage": Pki(key_usage=False),
    "no authority key identifier": Pki(authority_key=False),
    "the server's own certificate is given": Pki(given="server"),
}


@pytest.mark.parametrize("pki", GOOD.values(), ids=GOOD)
def test_a_private_directory_is_read_where_its_root_was_given(start: Start, pki: Pki) -> None:
    """With the habits of private CAs that Python 3.13's defaults refuse, and earlier ones accept, or the reverse."""
    url, root = start(pki)
    assert AcmeAuthority(url, root_pem=root).metadata().profiles == ()
    assert AcmeRenewalInfos(url, root_pem=root).ask("an.id") == RenewalInfo(None)


BAD = {
    "no root given": (Pki(given=""), "does not lead to a public root; set AcmeDirectoryRootPem"),
    "another root": (Pki(given=_pem(Pki().root)), "does not lead to the certificates in AcmeDirectoryRootPem"),
    "expired": (Pki(days=(-2, -1)), "has expired; the operator of the CA that AcmeDirectoryUrl names"),
    "not yet valid": (Pki(days=(1, 2)), "is not valid yet; the operator of the CA that AcmeDirectoryUrl names"),
    "wrong address": (Pki(address="192.0.2.1"), "for another name; set AcmeDirectoryUrl"),
    "the root is no CA": (Pki(constraints=False, key_usage=False), "AcmeDirectoryUrl names has to replace it"),
    "no certificate": (Pki(given="-----BEGIN CERTIFICATE----- bm8="), "AcmeDirectoryRootPem has no certificate"),
    "not ASCII": (Pki(given="Wurzel für alle"), "AcmeDirectoryRootPem has no certificate"),
}


@pytest.mark.parametrize(("pki", "reason"), BAD.values(), ids=BAD)
def test_a_certificate_that_is_not_trusted_ends_an_order_with_the_parameter(
    start: Start, pki: Pki, reason: str
) -> None:
    """At once: in an hour it would be the same certificate."""
    url, root = start(pki)
    world = World()
    order, _ = world.place()
    with pytest.raises(OrderFailed):
        world.open(order, AcmeAuthority(url, root_pem=root))
    failure = world.stored(order).failure
    assert failure is not None
    assert failure.code == "directory_unusable"
    assert reason in failure.detail
    assert "MII" not in failure.detail, "nothing of a certificate is repeated"


def test_a_sweep_gets_the_reason_too(start: Start) -> None:
    """It goes on without renewal information, as for a CA that is out of reach."""
    url, root = start(Pki(days=(-2, -1)))
    with pytest.raises(AcmeDirectoryError, match="has expired"):
        AcmeRenewalInfos(url, root_pem=root).ask("an.id")


def test_every_field_of_a_pki_has_a_case() -> None:
    """A defect that no case has is one that nobody has tried."""
    tried = {name for pki in (*GOOD.values(), *(pki for pki, _ in BAD.values())) for name in _differing(pki)}
    assert tried == {each for each in Pki.__dataclass_fields__ if each != "keys"}


def _differing(pki: Pki) -> set[str]:
    default = replace(Pki(), keys=pki.keys)
    return {name for name in Pki.__dataclass_fields__ if getattr(pki, name) != getattr(default, name)}
