"""The chain that a CA issues (RFC 8555 section 9.1): the leaf first, then each certificate's issuer."""

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
"""The most certificates of a chain. Let's Encrypt's longest has 4 (2026)."""

_BEGIN = "-----BEGIN CERTIFICATE-----"


class ChainError(CertkeeperError):
    """The error of a certificate or chain from the CA that cannot be used on a server. `code` is stable."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class IssuedChain:
    """A checked chain.

    The facts of the leaf, its PEM, and the PEM of its issuers from the nearest up, without the root.
    """

    facts: CertificateFacts
    certificate_pem: str
    chain_pem: str


def read_issued(chain_pem: str, key_pem: str, names: Sequence[str]) -> IssuedChain:
    """Return the checked chain of a PEM text.

    Its leaf is for this key (PEM) and exactly these names, and every link holds.

    Raises ChainError if not, or UnreadableCertificateError if a certificate is malformed inside.
    """
    leaf, *issuers = load_chain(chain_pem)
    facts = facts_of(leaf)
    check_key(leaf, key_pem)
    check_names(facts, names)
    check_links((leaf, *issuers))
    return IssuedChain(facts, _pem([leaf]), _pem(without_root(issuers)))


def load_chain(chain_pem: str) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM text in their order.

    Raises ChainError if there are none or too many, or one is unreadable.
    """
    try:
        certificates = tuple(x509.load_pem_x509_certificates(chain_pem.encode()))
    except (ValueError, x509.InvalidVersion):
        certificates = ()
    if not certificates or len(certificates) != chain_pem.count(_BEGIN):  # the library drops a truncated one silently
        raise ChainError("unreadable_chain", "the CA's chain has a part that is no readable PEM certificate")
    if len(certificates) > MAX_CERTIFICATES:
        raise ChainError("chain_too_long", f"the CA's chain has more than {MAX_CERTIFICATES} certificates")
    return certificates


def check_key(leaf: x509.Certificate, key_pem: str) -> None:
    """Return if the leaf is for this private key (PEM); raise ChainError if it is for another."""
    if leaf.public_key() != load_key(key_pem).public_key():
        raise ChainError("key_mismatch", "the CA's certificate is for another key than the order's")


def check_names(facts: CertificateFacts, names: Sequence[str]) -> None:
    """Return if the facts are of a certificate for exactly these names; raise ChainError if not."""
    if {name.lower() for name in facts.names} != {name.lower() for name in names}:
        raise ChainError("names_mismatch", "the CA's certificate is for other names than the order's")


def check_links(certificates: Sequence[x509.Certificate]) -> None:
    """Return if each of the certificates is signed by the next one; raise ChainError if not."""
    for issued, issuer in itertools.pairwise(certificates):
        try:
            issued.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature) as error:
            raise ChainError("broken_chain", "a certificate of the CA's chain is not signed by the next one") from error


def without_root(issuers: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Return the issuers without those that sign themselves: clients have the root already, or do not trust it."""
    return tuple(issuer for issuer in issuers if issuer.issuer != issuer.subject)


def _pem(certificates: Iterable[x509.Certificate]) -> str:
    return "".join(certificate.public_bytes(Encoding.PEM).decode("ascii") for certificate in certificates)
