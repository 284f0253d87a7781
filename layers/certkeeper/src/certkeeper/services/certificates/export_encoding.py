"""The encoding of exports: from a stored certificate to the bytes of a file, one encoder for each format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.exports import ExportFormat
from certkeeper.x509.export.parts import parts_of, public_parts_of
from certkeeper.x509.export.pem import pem_part, pem_zip
from certkeeper.x509.export.pfx import legacy_pfx, pfx
from certkeeper.x509.export.public import der, p7b

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Bundle, CertificateVersion
    from certkeeper.domain.certificates.exports import ExportChoice
    from certkeeper.x509.export.parts import Parts

    Encoder = Callable[[Parts, ExportChoice, datetime], bytes]


def encoded_with_key(choice: ExportChoice, bundle: Bundle, now: datetime) -> bytes:
    """Return a file with the private key, for this choice, from the bundle.

    A needed password and alias are in the choice. `now` is the date in the file.
    """
    return ENCODERS[choice.format](parts_of(bundle), choice, now)


def encoded_public(choice: ExportChoice, version: CertificateVersion, now: datetime) -> bytes:
    """Return a file without the private key, for this choice, from the version; `now` is the date in the file."""
    parts = public_parts_of(version.certificate_pem, version.chain_pem, version.root_pem)
    return ENCODERS[choice.format](parts, choice, now)


def _pem(parts: Parts, choice: ExportChoice, now: datetime) -> bytes:
    if choice.part is None:
        return pem_zip(parts, now, choice.password)
    return pem_part(parts, choice.part, choice.password)


def _key_store(parts: Parts, choice: ExportChoice, now: datetime) -> bytes:
    from certkeeper.x509.export.java import key_store  # noqa: PLC0415 - brings a cipher library along

    return key_store(parts, choice.password or "", choice.alias or "", now)


def _trust_store(parts: Parts, choice: ExportChoice, now: datetime) -> bytes:
    """Return the trust store: the issuers and the root, or the certificate itself where it has no issuer."""
    from certkeeper.x509.export.java import TRUSTSTORE_PASSWORD, trust_store  # noqa: PLC0415 - the same

    trusted = dict.fromkeys((*parts.issuers, *parts.roots)) or parts.chain
    return trust_store(list(trusted), now, choice.password or TRUSTSTORE_PASSWORD, choice.alias)


ENCODERS: Mapping[ExportFormat, Encoder] = {
    ExportFormat.PEM: _pem,
    ExportFormat.PFX: lambda parts, choice, _: pfx(parts, choice.password or "", choice.alias or ""),
    ExportFormat.PFX_LEGACY: lambda parts, choice, _: legacy_pfx(parts, choice.password or "", choice.alias or ""),
    ExportFormat.JKS: _key_store,
    ExportFormat.TRUSTSTORE: _trust_store,
    ExportFormat.DER: lambda parts, _, __: der(parts),
    ExportFormat.P7B: lambda parts, _, __: p7b(parts),
}
"""The encoder of each format; `FORMATS` says whether it needs the private key or a password."""
