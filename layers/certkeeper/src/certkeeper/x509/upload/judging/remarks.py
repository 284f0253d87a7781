"""Warnings about an upload that was accepted."""

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
    "intermediate_missing": "the chain is incomplete: the issuer of its last certificate is missing, and many clients "
    "will not find it; upload the intermediate certificates that the CA provides",
    "root_missing": "the chain ends at a CA whose issuer is no root that browsers have, and was not in the upload; "
    "where that issuer is the root that your clients have, servers need nothing more",
    "path_not_accepted": "clients refuse the chain, for the reasons that the other warnings name",
    "intermediate_expired": "a certificate of the chain has expired or is not valid yet",
    "name_forbidden": "a CA of the chain may not issue for this name: its certificate has name constraints",
    "issuer_not_ca": "an issuer in the chain is no CA",
    "issuer_may_not_sign": "an issuer in the chain may not sign certificates: its key usage lacks keyCertSign",
    "issuer_not_for_servers": "a CA of the chain may not issue for TLS servers: its extended key usage lacks "
    "serverAuth",
    "issuer_weak_key": "a CA of the chain has a key that clients refuse: RSA below 2048 bits, or an unusual kind or "
    "curve",
    "issuer_weak_signature": "a certificate of the chain has a signature that clients refuse: SHA-1, MD5, or an "
    "algorithm that they do not know",
    "path_too_long": "a CA of the chain may not have so many CAs below it: its path length is limited",
    "unknown_critical_extension": "a certificate of the chain has a critical extension that clients do not know",
    "unreadable_part": "a part of a certificate of the chain that clients have to read is malformed",
    "precertificate": "the certificate is a precertificate, made for transparency logs only, and clients refuse it; "
    "upload the certificate that the CA has issued after it",
    "outdated_left_out": "a certificate that is out of date was left out: the chain ends at a root that clients have "
    "without it",
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
    "legacy_encryption": "the PKCS#12 file was encrypted with RC2, DES, 3DES or RC4, which protect little; destroy "
    "copies of it",
    "key_not_encrypted": "the private key in the PKCS#12 file was not encrypted: whoever has a copy of the file has "
    "the key; destroy copies of it",
    "read_leniently": "some parts of a certificate are not written as RFC 5280 wants; they were read leniently and "
    "kept as they came, but some clients may refuse them",
    "certificate_left_out": "a certificate that the chain does not need was left out, since it cannot be used",
    "without_mac": "the PKCS#12 file had no MAC, so nothing shows whether it was changed on its way",
}
"""The text of each warning by its code."""


def remarks_on(assembly: Assembly, material: Material, trust: Trust, now: datetime) -> tuple[Remark, ...]:
    """Return the warnings about an upload, in a stable order.

    `assembly` is its chain, `material` what came, `trust` who trusts it, and `now` decides about dates.
    """
    codes = (
        *_on_dates(assembly, now),
        *_on_trust(assembly, trust),
        *_on_left_out(assembly),
        *_on_pieces(assembly, material),
        *_on_leaf(assembly.leaf),
    )
    about = {fault.code: fault.about for fault in reversed(assembly.faults)}
    return tuple(Remark(code, _sentence(code, about.get(code, ""))) for code in dict.fromkeys(codes))


def _sentence(code: str, about: str) -> str:
    return f"{SENTENCES[code]} ({about})" if about else SENTENCES[code]


def _on_dates(assembly: Assembly, now: datetime) -> Iterator[str]:
    facts = assembly.leaf.facts
    if now < facts.not_before:
        yield "not_yet_valid"
    if facts.not_after < now:
        yield "expired"
    elif facts.not_after - now < _SOON:
        yield "expires_soon"
    longest = next(length for since, length in _MAX_VALIDITIES if facts.not_before >= since)
    if facts.not_after - facts.not_before > longest:
        yield "long_validity"


def _on_trust(assembly: Assembly, trust: Trust) -> Iterator[str]:
    if trust is not Trust.PUBLIC:
        yield "not_publicly_trusted"
    if assembly.faults:
        yield "path_not_accepted"
        yield from (fault.code for fault in assembly.faults)
    if not assembly.root and not assembly.is_anchored:
        yield "intermediate_missing" if _lacks_intermediate(assembly) else "root_missing"


def _lacks_intermediate(assembly: Assembly) -> bool:
    """Return whether the missing issuer is one that servers send: that of a leaf, or any in the chain of a public CA.

    The root of a public CA would be known, and nobody serves the root of a private one.
    """
    return not assembly.issuers or assembly.leaf_rules.is_from_public_ca


def _on_left_out(assembly: Assembly) -> Iterator[str]:
    if assembly.outdated:
        yield "outdated_left_out"
    if len(assembly.unused) > len(assembly.outdated):
        yield "unrelated_certificate"


def _on_pieces(assembly: Assembly, material: Material) -> Iterator[str]:
    if material.duplicates:
        yield "duplicate_certificate"
    if material.files_left_out:
        yield "files_left_out"
    served = [read for read in material.certificates.values() if read in assembly.path]
    if served != list(assembly.path):
        yield "reordered"
    if assembly.root and assembly.root is not assembly.leaf:
        yield "root_included"
    if material.legacy_encryption:
        yield "legacy_encryption"
    if material.key_not_encrypted:
        yield "key_not_encrypted"
    if material.without_mac:
        yield "without_mac"


def _on_leaf(leaf: ReadCertificate) -> Iterator[str]:
    if not leaf.facts.names:
        yield "no_alternative_name"
    if not is_for_servers(extension_of(leaf.certificate, x509.ExtendedKeyUsage)):
        yield "no_server_auth"
