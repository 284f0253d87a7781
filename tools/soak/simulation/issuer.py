"""Signs for the simulated CA: really, with the lifetime that a name's certificates have."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.fakes.ca.issuer import names_of

if TYPE_CHECKING:
    from random import Random

INTERMEDIATE = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Soak Intermediate")])
KEY_ID = bytes.fromhex("69885b6b87464041e1b37b847bd6b1104d21b36f")
"""An authority key identifier: with it a certificate can be asked about (RFC 9773 section 4.1)."""


class SoakIssuer:
    """In place of `FakeIssuer`. `lifetimes` are by name; names in `with_ari` get an authority key identifier.

    Serials come from the seeded source, so that a seed gives the same moments of renewal again.
    """

    def __init__(self, now: datetime, random: Random) -> None:
        self.lifetimes: dict[str, timedelta] = {}
        self.with_ari: set[str] = set()
        self._random = random
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._issuer_pem = self._intermediate(now)

    def issue(self, csr: x509.CertificateSigningRequest, now: datetime) -> str:
        """Return the chain for a CSR in PEM, leaf first, valid from `now` on."""
        names = names_of(csr)
        return self.leaf(names, csr.public_key(), now) + self._issuer_pem  # type: ignore[arg-type]

    def leaf(self, names: tuple[str, ...], key: ec.EllipticCurvePublicKey, now: datetime) -> str:
        """Return a leaf in PEM for names and a public key, valid from `now` on."""
        alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = (
            x509.CertificateBuilder(INTERMEDIATE, x509.Name([]))
            .serial_number(self._random.getrandbits(120) | 1)
            .not_valid_before(now)
            .not_valid_after(now + self.lifetimes[names[0]])
            .public_key(key)
            .add_extension(alternatives, critical=True)
        )
        if names[0] in self.with_ari:
            builder = builder.add_extension(x509.AuthorityKeyIdentifier(KEY_ID, None, None), critical=False)
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()

    def _intermediate(self, now: datetime) -> str:
        builder = x509.CertificateBuilder(INTERMEDIATE, INTERMEDIATE).serial_number(1).not_valid_before(now)
        builder = builder.not_valid_after(now + timedelta(days=36500)).public_key(self._key.public_key())
        basic = x509.BasicConstraints(ca=True, path_length=None)
        made = builder.add_extension(basic, critical=True).sign(self._key, hashes.SHA256())
        return made.public_bytes(Encoding.PEM).decode()
