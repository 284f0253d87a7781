"""Kinds of key: those that servers use and those that are refused, each with a certificate for it.

The keys in `keys` take long to make; `openssl genrsa`, `openssl genrsa -primes 3`, `openssl genpkey` made them.
"""

from __future__ import annotations

from base64 import b64decode
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.x509.der import BIT_STRING
from tests.unit.x509.odd import Odd
from tests.unit.x509.pki import rsa_key
from tests.unit.x509.upload import crafted

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

KEYS = Path(__file__).parent / "keys"
_RSA = bytes.fromhex("2a864886f70d0101")
"""The arc 1.2.840.113549.1.1 of RSA, also where it signs with PSS only (RFC 8017 appendix C)."""


class Outcome(NamedTuple):
    """What Certkeeper answers: a refusal with a part of its sentence, or None where the key is taken."""

    refusal: Refusal | None = None
    part: str = ""


class Kind:
    """A kind of key: a private key (`pkcs8`, DER), what Certkeeper answers, and its certificate."""

    def __init__(self, name: str, pkcs8: bytes, refusal: Refusal | None = None, part: str = "") -> None:
        self.name, self.pkcs8, self.outcome = name, pkcs8, Outcome(refusal, part)

    def __repr__(self) -> str:
        """Return the name: the rest is long."""
        return self.name

    @property
    def old_form(self) -> bytes:
        """What PKCS#8 wraps: PKCS#1 for RSA."""
        return crafted.content(crafted.parts(self.pkcs8)[2])

    @cached_property
    def public(self) -> bytes:
        """The public key, SubjectPublicKeyInfo in DER."""
        return public_of(self.pkcs8)

    @cached_property
    def leaf(self) -> bytes:
        """A certificate for the key, DER."""
        return Odd(key=self.public).der()


def public_of(pkcs8: bytes) -> bytes:
    """Return the public key (SubjectPublicKeyInfo, DER) of a private one (PKCS#8, DER).

    Of RSA the numbers are taken as they are: the library does not read a key of three primes.
    """
    _, algorithm, secret, *_ = crafted.parts(pkcs8)
    if _RSA in algorithm:
        _, modulus, exponent, *_ = crafted.parts(crafted.content(secret))
        return crafted.sequence(algorithm, crafted.tlv(BIT_STRING, b"\0", crafted.sequence(modulus, exponent)))
    return load_der_private_key(pkcs8, None).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def kept(name: str) -> bytes:
    """Return one of the kept keys, PKCS#8 in DER."""
    return b64decode("".join((KEYS / f"{name}.pem").read_text("ascii").splitlines()[1:-1]))


def made(key: PrivateKeyTypes) -> bytes:
    """Return a key of the library's, PKCS#8 in DER."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


TAKEN = (
    Kind("RSA-2048", made(rsa_key(2048))),
    Kind("RSA-3072", kept("rsa-3072")),
    Kind("RSA-4096", kept("rsa-4096")),
    Kind("P-256", made(ec.generate_private_key(ec.SECP256R1()))),
    Kind("P-384", made(ec.generate_private_key(ec.SECP384R1()))),
    Kind("P-521", made(ec.generate_private_key(ec.SECP521R1()))),
    Kind("Ed25519", made(ed25519.Ed25519PrivateKey.generate())),
    Kind("Ed448", made(ed448.Ed448PrivateKey.generate())),
)
REFUSED = (
    Kind("RSA-1024", made(rsa_key(1024)), Refusal.RSA_TOO_SMALL),
    Kind("RSA with three primes", kept("rsa-three-primes"), Refusal.KEY_ALGORITHM, "two primes"),
    Kind("RSA-PSS", kept("rsa-pss"), Refusal.PSS_KEY),
    Kind("DSA", kept("dsa"), Refusal.KEY_ALGORITHM, "DSA"),
    Kind("secp256k1", made(ec.generate_private_key(ec.SECP256K1())), Refusal.CURVE, "secp256k1"),
    Kind("P-224", made(ec.generate_private_key(ec.SECP224R1())), Refusal.CURVE, "P-224"),
    Kind("brainpoolP256r1", made(ec.generate_private_key(ec.BrainpoolP256R1())), Refusal.CURVE, "brainpool"),
)
KINDS = (*TAKEN, *REFUSED)
