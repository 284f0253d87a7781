"""Whether AWS Certificate Manager (ACM) would import a certificate: each documented condition is a row.

https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html and
https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html. Other conditions always hold: the key
that is stored is not encrypted and fits the certificate, all is PEM, and each certificate of the chain signed the one
before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads.verdicts import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import CertificateFacts
    from certkeeper.x509.upload.judging.assembly import Assembly

ACM_SENTENCES = {
    "acm_version": "ACM imports X.509 version 3 certificates only",
    "acm_no_name": "ACM imports only certificates with a domain name or an IP address",
    "acm_no_issuer": "ACM imports only certificates that name their issuer",
    "acm_key_algorithm": "ACM imports RSA keys of 1024, 2048, 3072 or 4096 bits, and keys on P-256, P-384 and P-521",
    "acm_issuer_algorithm": "ACM imports only certificates whose key is of the kind that their CA signs with: an RSA "
    "key from a CA with an RSA key, an ECDSA key from one with an ECDSA key",
    "acm_not_in_date": "ACM imports only certificates that are valid at that moment",
    "acm_ocsp_address": "ACM imports only certificates whose OCSP address has at most 1,000 characters",
    "acm_key_size": "ACM imports private keys of at most 5,120 bytes",
    "acm_certificate_size": "ACM imports certificates of at most 32 KB",
    "acm_chain_size": "ACM imports chains of at most 2 MB",
}
"""Why ACM would not import a certificate, by the code."""

_CURVES = {"EC P-256", "EC P-384", "EC P-521"}
"""Curves whose keys ACM imports."""
_RSA_BITS = {1024, 2048, 3072, 4096}
"""Sizes of RSA keys that ACM imports."""
_MAX_OCSP_CHARACTERS = 1000
"""The most characters of the address of an OCSP server."""
_MAX_KEY_BYTES = 5120
"""The most bytes of a private key's PEM that ACM imports."""
_MAX_CERTIFICATE_BYTES = 32 * 1024
"""The most bytes of a certificate's PEM that ACM imports."""
_MAX_CHAIN_BYTES = 2 * 1024 * 1024
"""The most bytes of a chain's PEM that ACM imports."""
_X509_VERSION = 3


def acm_obstacles(assembly: Assembly, key_pem: str, now: datetime) -> Iterator[Remark]:
    """Yield a remark for each reason why ACM would not import the certificate; none if it would.

    `assembly` is its chain, `key_pem` its private key, and `now` decides about dates.
    """
    facts = assembly.leaf.facts
    refused: dict[str, bool] = {code: is_refused(facts) for code, is_refused in _OF_FACTS.items()}
    refused["acm_not_in_date"] = not facts.not_before <= now <= facts.not_after
    refused["acm_ocsp_address"] = assembly.leaf_rules.ocsp_characters > _MAX_OCSP_CHARACTERS
    refused["acm_key_size"] = len(key_pem) > _MAX_KEY_BYTES
    refused["acm_certificate_size"] = len(assembly.leaf.pem) > _MAX_CERTIFICATE_BYTES
    refused["acm_chain_size"] = sum(len(read.pem) for read in assembly.issuers) > _MAX_CHAIN_BYTES
    yield from (Remark(code, sentence) for code, sentence in ACM_SENTENCES.items() if refused[code])


def _has_no_name(facts: CertificateFacts) -> bool:
    """Return whether there is no name of a server: neither among the alternative names nor as the common name."""
    labels = facts.common_name.removeprefix("*.").split(".")
    is_named = len(labels) > 1 and all(label.replace("-", "a").isalnum() for label in labels)
    return not facts.names and not is_named and ":" not in facts.common_name


def _has_refused_key(facts: CertificateFacts) -> bool:
    is_rsa = facts.key_algorithm == "RSA" and facts.key_bits in _RSA_BITS
    return not is_rsa and facts.key_algorithm not in _CURVES


def _has_issuer_of_another_kind(facts: CertificateFacts) -> bool:
    algorithm = facts.signature_algorithm.lower()
    signed_by = "RSA" if "rsa" in algorithm else "EC" if "ecdsa" in algorithm else ""
    return bool(signed_by) and not facts.key_algorithm.startswith(signed_by)


_OF_FACTS: dict[str, Callable[[CertificateFacts], bool]] = {
    "acm_version": lambda facts: facts.x509_version != _X509_VERSION,
    "acm_no_name": _has_no_name,
    "acm_no_issuer": lambda facts: not facts.issuer,
    "acm_key_algorithm": _has_refused_key,
    "acm_issuer_algorithm": _has_issuer_of_another_kind,
}
"""Conditions that the facts decide about, by the code."""
