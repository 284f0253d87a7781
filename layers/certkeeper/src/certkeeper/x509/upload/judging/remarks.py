"""Warnings about an upload that was accepted, and what keeps AWS Certificate Manager (ACM) from importing it.

https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509

from certkeeper.domain.uploads.verdicts import Remark, Trust
from certkeeper.x509.facts import extension_of, is_for_servers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.x509.upload.judging.assembly import Assembly
    from certkeeper.x509.upload.material import Material
    from certkeeper.x509.upload.reading.certificate import ReadCertificate
    from certkeeper.x509.upload.reading.private_key import LoadedKey


_SOON = timedelta(days=30)
"""How long before its end a certificate gets the warning that it expires soon."""

_MAX_VALIDITIES = (
    (datetime(2029, 3, 15, tzinfo=UTC), timedelta(days=47)),
    (datetime(2027, 3, 15, tzinfo=UTC), timedelta(days=100)),
    (datetime(2026, 3, 15, tzinfo=UTC), timedelta(days=200)),
    (datetime(2020, 9, 1, tzinfo=UTC), timedelta(days=398)),
    (datetime(2018, 3, 1, tzinfo=UTC), timedelta(days=825)),
    (datetime.min.replace(tzinfo=UTC), timedelta(days=1186)),
)
"""The longest validity of certificates that are issued from a day on: CA/Browser Forum, Baseline Requirements, section
6.3.2."""

SENTENCES = {
    "not_yet_valid": "the certificate is not valid yet",
    "expired": "the certificate has expired",
    "expires_soon": "the certificate expires within 30 days",
    "intermediate_missing": "the chain is incomplete: the issuer of its last certificate is missing, and some clients "
    "will not find it; upload the intermediate certificates that the CA provides",
    "intermediate_expired": "a certificate of the chain has expired or is not valid yet",
    "path_not_accepted": "the chain is complete, but clients would refuse it: an issuer is not a CA, has expired, may "
    "not "
    "issue for these names, or has a weak key or signature",
    "unrelated_certificate": "the upload had certificates that the chain does not need; they were left out",
    "duplicate_certificate": "a certificate was in the upload more than once; it was stored once",
    "files_left_out": "the archive or the Kubernetes Secret had files that are not needed, such as texts, requests, "
    "key stores or a second form of the same; they were left out",
    "reordered": "the certificates were not in the order of the chain; they were sorted",
    "root_included": "the root certificate was in the upload; it is stored, but not served, since clients have their "
    "own",
    "no_alternative_name": "the certificate has no DNS name or IP address among its subject alternative names, and "
    "clients read names nowhere else",
    "no_server_auth": "the certificate is not for TLS servers: its extended key usage does not include serverAuth",
    "long_validity": "the certificate is valid for longer than the CA/Browser Forum allows; some clients refuse it",
    "not_publicly_trusted": "browsers do not trust the certificate: its chain does not lead to a root that they have",
    "legacy_encryption": "the PKCS#12 file was encrypted with RC2, 3DES or RC4, which protect little; destroy copies "
    "of it",
    "without_mac": "the PKCS#12 file had no MAC, so nothing shows whether it was changed on its way",
}
"""The text of each warning by its code."""
ACM_SENTENCES = {
    "acm_key_algorithm": "ACM imports RSA keys of 1024 to 4096 bits, and keys on P-256, P-384 and P-521",
    "acm_not_in_date": "ACM imports only certificates that are valid at that moment",
    "acm_key_size": "ACM imports private keys of at most 5,120 bytes",
    "acm_certificate_size": "ACM imports certificates of at most 32 KB",
    "acm_chain_size": "ACM imports chains of at most 2 MB",
}
"""Why ACM would not import a certificate, by the code."""

_CURVES = {"EC P-256", "EC P-384", "EC P-521"}
"""Curves whose keys ACM imports."""
_RSA_BITS = range(1024, 4096 + 1)
"""Sizes of RSA keys that ACM imports."""
_MAX_KEY_BYTES = 5120
"""The most bytes of a private key's PEM that ACM imports."""
_MAX_CERTIFICATE_BYTES = 32 * 1024
"""The most bytes of a certificate's PEM that ACM imports."""
_MAX_CHAIN_BYTES = 2 * 1024 * 1024
"""The most bytes of a chain's PEM that ACM imports."""


def remarks_on(assembly: Assembly, material: Material, trust: Trust, now: datetime) -> tuple[Remark, ...]:
    """Return the warnings about an upload, in a stable order.

    `assembly` is its chain, `material` what came, `trust` who trusts it, and `now` decides about dates.
    """
    codes = (
        *_on_dates(assembly, now),
        *_on_chain(assembly, material, trust),
        *_on_leaf(assembly.leaf),
        *(("files_left_out",) if material.files_left_out else ()),
        *(("legacy_encryption",) if material.legacy_encryption else ()),
        *(("without_mac",) if material.without_mac else ()),
    )
    return tuple(Remark(code, SENTENCES[code]) for code in codes)


def _on_dates(assembly: Assembly, now: datetime) -> Iterator[str]:
    facts = assembly.leaf.facts
    if now < facts.not_before:
        yield "not_yet_valid"
    if facts.not_after < now:
        yield "expired"
    elif facts.not_after - now < _SOON:
        yield "expires_soon"
    if any(not read.facts.not_before <= now <= read.facts.not_after for read in assembly.path[1:]):
        yield "intermediate_expired"
    longest = next(length for since, length in _MAX_VALIDITIES if facts.not_before >= since)
    if facts.not_after - facts.not_before > longest:
        yield "long_validity"


def _on_chain(assembly: Assembly, material: Material, trust: Trust) -> Iterator[str]:
    if trust is not Trust.PUBLIC:
        yield "not_publicly_trusted"
    if trust is Trust.INCOMPLETE:
        yield "path_not_accepted" if assembly.root else "intermediate_missing"
    if assembly.unused:
        yield "unrelated_certificate"
    if material.duplicates:
        yield "duplicate_certificate"
    served = [read for read in material.certificates.values() if read in assembly.path]
    if served != list(assembly.path):
        yield "reordered"
    if assembly.root and assembly.root is not assembly.leaf:
        yield "root_included"


def _on_leaf(leaf: ReadCertificate) -> Iterator[str]:
    if not leaf.facts.names:
        yield "no_alternative_name"
    if not is_for_servers(extension_of(leaf.certificate, x509.ExtendedKeyUsage)):
        yield "no_server_auth"


def acm_obstacles(assembly: Assembly, key: LoadedKey, now: datetime) -> Iterator[Remark]:
    """Yield a remark for each reason why ACM would not import the certificate; none if it would.

    `assembly` is the upload's chain, `key` its private key, and `now` decides about dates.
    """
    facts = assembly.leaf.facts
    is_rsa = facts.key_algorithm == "RSA" and facts.key_bits in _RSA_BITS
    if not is_rsa and facts.key_algorithm not in _CURVES:
        yield Remark("acm_key_algorithm", ACM_SENTENCES["acm_key_algorithm"])
    if not facts.not_before <= now <= facts.not_after:
        yield Remark("acm_not_in_date", ACM_SENTENCES["acm_not_in_date"])
    if len(key.pem) > _MAX_KEY_BYTES:
        yield Remark("acm_key_size", ACM_SENTENCES["acm_key_size"])
    if len(assembly.leaf.pem) > _MAX_CERTIFICATE_BYTES:
        yield Remark("acm_certificate_size", ACM_SENTENCES["acm_certificate_size"])
    if sum(len(read.pem) for read in assembly.issuers) > _MAX_CHAIN_BYTES:
        yield Remark("acm_chain_size", ACM_SENTENCES["acm_chain_size"])
