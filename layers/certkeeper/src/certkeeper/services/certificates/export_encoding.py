"""From a stored certificate to the bytes of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.export_choices import ExportPart
from certkeeper.domain.certificates.exports import ExportFormat
from certkeeper.x509.export.parts import parts_of, public_parts_of
from certkeeper.x509.export.pem import PemPart, pem_part, pem_zip
from certkeeper.x509.export.pfx import legacy_pfx, pfx
from certkeeper.x509.export.public import der, p7b

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Bundle, CertificateVersion
    from certkeeper.domain.certificates.export_choices import ExportChoice
    from certkeeper.x509.export.parts import Parts

ALIAS = "certkeeper"
"""The entry's name in PKCS#12 and JKS: names of certificates may hold what a program trips over."""

_PARTS = {
    ExportPart.CERTIFICATE: PemPart.CERTIFICATE,
    ExportPart.CHAIN: PemPart.CHAIN,
    ExportPart.FULL_CHAIN: PemPart.FULL_CHAIN,
    ExportPart.PRIVATE_KEY: PemPart.PRIVATE_KEY,
}


def encoded_with_key(choice: ExportChoice, bundle: Bundle, now: datetime) -> bytes:
    """A file with the private key; its password is there where the form needs one."""
    parts, password = parts_of(bundle), choice.password or ""
    match choice.format:
        case ExportFormat.PFX:
            return pfx(parts, password, ALIAS)
        case ExportFormat.PFX_LEGACY:
            return legacy_pfx(parts, password, ALIAS)
        case ExportFormat.JKS:
            from certkeeper.x509.export.java import key_store  # noqa: PLC0415 - brings a cipher library along

            return key_store(parts, password, ALIAS, now)
        case _:
            return _pem(choice, parts, now)


def encoded_public(choice: ExportChoice, version: CertificateVersion, now: datetime) -> bytes:
    """A file without it."""
    parts = public_parts_of(version.certificate_pem, version.chain_pem)
    match choice.format:
        case ExportFormat.DER:
            return der(parts)
        case ExportFormat.P7B:
            return p7b(parts)
        case ExportFormat.TRUSTSTORE:
            from certkeeper.x509.export.java import TRUSTSTORE_PASSWORD, trust_store  # noqa: PLC0415 - the same

            root = public_parts_of(version.root_pem, "").chain if version.root_pem else ()
            trusted = dict.fromkeys((*parts.issuers, *root)) or parts.chain
            return trust_store(list(trusted), now, choice.password or TRUSTSTORE_PASSWORD)
        case _:
            return _pem(choice, parts, now)


def _pem(choice: ExportChoice, parts: Parts, now: datetime) -> bytes:
    if choice.part is None:
        return pem_zip(parts, now, choice.password)
    return pem_part(parts, _PARTS[choice.part], choice.password)
