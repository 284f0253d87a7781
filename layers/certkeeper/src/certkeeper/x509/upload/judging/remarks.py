"""Warnings about what was taken as it is, and what keeps AWS Certificate Manager from importing it.

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

_LONGEST = (
    (datetime(2029, 3, 15, tzinfo=UTC), timedelta(days=47)),
    (datetime(2027, 3, 15, tzinfo=UTC), timedelta(days=100)),
    (datetime(2026, 3, 15, tzinfo=UTC), timedelta(days=200)),
    (datetime(2020, 9, 1, tzinfo=UTC), timedelta(days=398)),
    (datetime(2018, 3, 1, tzinfo=UTC), timedelta(days=825)),
    (datetime.min.replace(tzinfo=UTC), timedelta(days=1186)),
)
"""From when on no certificate may be issued for longer: CA/Browser Forum baseline requirements, section 6.3.2."""

SENTENCES = {
    "not_yet_valid": "the certificate is not valid yet",
    "expired": "the certificate has expired",
    "expires_soon": "the certificate expires within 30 days",
    "intermediate_missing": "the issuer of the last certificate is missing; some clients will not find it alone",
    "intermediate_expired": "a certificate of the chain is not in date",
    "path_not_accepted": "the chain is complete, but clients would not accept it: an issuer that is no CA, is not in "
    "date, may not certify these names, or has a weak key or signature",
    "unrelated_certificate": "there were certificates that the chain does not need; they were left out",
    "duplicate_certificate": "a certificate came more than once; it was taken once",
    "reordered": "the certificates were not in order; they are now",
    "root_included": "the root came with the chain; it is kept, and not served, since clients have their own",
    "no_alternative_name": "the certificate has no DNS name or address among its subject alternative names, and "
    "clients look nowhere else",
    "no_server_auth": "the certificate is not for TLS servers: its extended key usage leaves serverAuth out",
    "long_validity": "the certificate is valid for longer than the CA/Browser Forum allows; some clients refuse it",
    "not_publicly_trusted": "no root that browsers have leads to the certificate",
    "legacy_encryption": "the PKCS#12 file was encrypted with RC2, 3DES or RC4; destroy copies of it",
    "without_mac": "the PKCS#12 file had no MAC: nothing showed whether it was changed on its way",
}
"""What a warning says, by its code."""
ACM_SENTENCES = {
    "acm_key_algorithm": "ACM takes RSA keys of 1024 to 4096 bits, and keys on P-256, P-384 and P-521",
    "acm_not_in_date": "ACM takes certificates that are valid at the moment of the import",
    "acm_key_size": "ACM takes private keys of at most 5,120 bytes",
    "acm_certificate_size": "ACM takes certificates of at most 32 KB",
    "acm_chain_size": "ACM takes chains of at most 2 MB",
}
"""Why ACM would not import a certificate, by the code."""

_CURVES = {"EC P-256", "EC P-384", "EC P-521"}
_RSA_BITS = range(1024, 4096 + 1)
_MAX_KEY_BYTES = 5120
_MAX_CERTIFICATE_BYTES = 32 * 1024
_MAX_CHAIN_BYTES = 2 * 1024 * 1024


def remarks_on(assembly: Assembly, material: Material, trust: Trust, now: datetime) -> tuple[Remark, ...]:
    """The warnings, in a stable order."""
    codes = (
        *_on_dates(assembly, now),
        *_on_chain(assembly, material, trust),
        *_on_leaf(assembly.leaf),
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
    longest = next(length for since, length in _LONGEST if facts.not_before >= since)
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
    """Why ACM would not import the certificate: nothing where it would, else one remark for each reason."""
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
