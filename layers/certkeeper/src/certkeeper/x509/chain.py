"""The certificate and the chain that a CA hands out (RFC 8555 section 9.1), read as uploads are (ADR 111).

That the leaf comes first and each issuer next is a SHOULD, and CAs send other orders, the root, or certificates twice.
What harms nobody is put right: a refusal loses the certificate and what the CA counted for it.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertkeeperError
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.x509.keys import load_key
from certkeeper.x509.upload.judging.assembly import assemble
from certkeeper.x509.upload.judging.trust import trust_of
from certkeeper.x509.upload.reading.certificate import ReadCertificate, read_certificate
from certkeeper.x509.upload.reading.contents import elements_of
from certkeeper.x509.upload.reading.kinds import Kind, certificates_in_pkcs7

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import CertificateFacts
    from certkeeper.x509.upload.judging.roots import PublicRoots

MAX_CERTIFICATES = 10
"""The most certificates of a chain. Let's Encrypt's longest has 4 (2026)."""


UNREADABLE = "unreadable_chain"
"""The code where the answer itself cannot be read: another download may help."""
_UNREADABLE = "the CA's answer has no certificate, or a part that is cut off or damaged"


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


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Ignore what the library warns of: oddities of certificates, which are the CA's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@_without_warnings()
def read_issued(answer: bytes, key_pem: str, names: Sequence[str], *, roots: PublicRoots, now: datetime) -> IssuedChain:
    """Return the checked chain of a CA's answer: PEM with any text around it, DER, or PKCS#7.

    Its leaf is the certificate for this key (PEM), and has all of these names; it may have more, for some CAs add the
    domain of a wildcard. The chain is the best that the certificates make, whatever their order; `roots` are those of
    browsers. What is not needed is left out.

    Raises ChainError if the answer cannot be read, is for another key or lacks a name, has ended at `now`, or if an
    issuer that the chain names did not sign it.
    """
    certificates = _read(answer)
    leaf = _leaf(certificates, key_pem)
    _check_names(leaf.facts, names)
    _check_dates(leaf.facts, now)
    try:
        assembly = assemble(leaf, certificates, roots, now)
    except UploadRefusedError as refused:
        raise _of_path(refused) from refused
    return IssuedChain(leaf.facts, leaf.pem, "".join(read.pem for read in assembly.issuers))


@_without_warnings()
def trust_of_served(certificate_pem: str, chain_pem: str, *, roots: PublicRoots, now: datetime) -> Trust:
    """Return who trusts a certificate with the chain that is served behind it (PEM), as an upload of them is judged.

    `roots` are those of browsers. Raises ChainError if one of them cannot be read.
    """
    leaf = _read(certificate_pem.encode())[0]  # by itself: what cannot be read is no text around the chain
    issuers = _read(chain_pem.encode()) if chain_pem else ()
    try:
        return trust_of(assemble(leaf, (leaf, *issuers), roots, now))
    except UploadRefusedError:
        return Trust.INCOMPLETE


def _read(answer: bytes) -> tuple[ReadCertificate, ...]:
    """Return the certificates of an answer, each once. One that cannot be read is left out beside others."""
    try:
        encoded = dict.fromkeys(_certificates(answer))
    except UploadRefusedError as refused:
        raise ChainError(UNREADABLE, _UNREADABLE) from refused
    if len(encoded) > MAX_CERTIFICATES:
        raise ChainError("chain_too_long", f"the CA's chain has more than {MAX_CERTIFICATES} certificates")
    certificates = tuple(read for each in encoded if (read := _read_one(each)))
    if not certificates:
        raise ChainError(UNREADABLE, _UNREADABLE)
    return certificates


def _read_one(encoded: bytes) -> ReadCertificate | None:
    try:
        return read_certificate(encoded, "")
    except UploadRefusedError:
        return None


def _certificates(answer: bytes) -> Iterator[bytes]:
    for element in elements_of(answer):
        if element.kind is Kind.CERTIFICATE:
            yield element.encoded
        elif element.kind is Kind.PKCS7:
            yield from certificates_in_pkcs7(element.encoded)


def _leaf(certificates: Sequence[ReadCertificate], key_pem: str) -> ReadCertificate:
    """Return the certificate for the private key (PEM), wherever it stands."""
    key = load_key(key_pem).public_key()
    for read in certificates:
        if read.certificate.public_key() == key:
            return read
    raise ChainError("key_mismatch", "the CA's certificate is for another key than the order's")


def _check_names(facts: CertificateFacts, names: Sequence[str]) -> None:
    """Return if the certificate has all of these names; raise ChainError if one is missing."""
    missing = {name.lower() for name in names} - {name.lower() for name in facts.names}
    if missing:
        raise ChainError("names_mismatch", f"the CA's certificate lacks {len(missing)} of the names of the order")


def _check_dates(facts: CertificateFacts, now: datetime) -> None:
    """Return if the certificate is or will be valid; raise ChainError if not."""
    if facts.not_after < max(facts.not_before, now):
        raise ChainError("out_of_date", "the CA's certificate has ended already, so no client would accept it")


def _of_path(refused: UploadRefusedError) -> ChainError:
    if refused.refusal is Refusal.BROKEN_CHAIN:
        return ChainError("broken_chain", "a certificate of the CA's chain is not signed by the issuer that it names")
    return ChainError("chain_too_long", refused.refusal.sentence)
