"""The chain that a CA hands out (RFC 8555 section 9.1): leaf first, each next one certifies the one before."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding

from certkeeper.domain.errors import CertkeeperError
from certkeeper.x509.facts import facts_of
from certkeeper.x509.keys import load_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from certkeeper.domain.certificates.certificate import CertificateFacts

MAX_CERTIFICATES = 10
"""Let's Encrypt's longest is 4 (2026); beyond this somebody is not handing out a chain."""

_BEGIN = "-----BEGIN CERTIFICATE-----"


class ChainError(CertkeeperError):
    """What was handed out cannot be put on a server. `code` is stable."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class IssuedChain:
    """A checked chain: the leaf and, without the root, its issuers from the nearest up. PEM, facts of the leaf."""

    facts: CertificateFacts
    certificate_pem: str
    chain_pem: str


def read_issued(chain_pem: str, key_pem: str, names: Sequence[str]) -> IssuedChain:
    """The chain, if its leaf is for this key and these names and each link holds.

    Raises ChainError, or UnreadableCertificateError where a certificate is malformed inside.
    """
    leaf, *issuers = load_chain(chain_pem)
    facts = facts_of(leaf)
    check_key(leaf, key_pem)
    check_names(facts, names)
    check_links((leaf, *issuers))
    return IssuedChain(facts, _pem([leaf]), _pem(without_root(issuers)))


def load_chain(chain_pem: str) -> tuple[x509.Certificate, ...]:
    """The certificates as they come. Raises ChainError where there is none, too many, or one that cannot be read."""
    try:
        certificates = tuple(x509.load_pem_x509_certificates(chain_pem.encode()))
    except (ValueError, x509.InvalidVersion):
        certificates = ()
    if not certificates or len(certificates) != chain_pem.count(_BEGIN):  # the library drops a truncated one silently
        raise ChainError("unreadable_chain", "not all of the chain is made of readable PEM certificates")
    if len(certificates) > MAX_CERTIFICATES:
        raise ChainError("chain_too_long", f"a chain has at most {MAX_CERTIFICATES} certificates")
    return certificates


def check_key(leaf: x509.Certificate, key_pem: str) -> None:
    """Raises ChainError unless the certificate is for this private key."""
    if leaf.public_key() != load_key(key_pem).public_key():
        raise ChainError("key_mismatch", "the certificate is for another key than the one of the order")


def check_names(facts: CertificateFacts, names: Sequence[str]) -> None:
    """Raises ChainError unless the certificate is for exactly these names."""
    if {name.lower() for name in facts.names} != {name.lower() for name in names}:
        raise ChainError("names_mismatch", "the certificate is for other names than those of the order")


def check_links(certificates: Sequence[x509.Certificate]) -> None:
    """Raises ChainError unless each certificate is signed by the next one."""
    for issued, issuer in itertools.pairwise(certificates):
        try:
            issued.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature) as error:
            raise ChainError("broken_chain", "a certificate of the chain is not signed by the next one") from error


def without_root(issuers: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """The issuers without those that certify themselves: clients have the root, or do not trust it."""
    return tuple(issuer for issuer in issuers if issuer.issuer != issuer.subject)


def _pem(certificates: Iterable[x509.Certificate]) -> str:
    return "".join(certificate.public_bytes(Encoding.PEM).decode("ascii") for certificate in certificates)
