"""Formats that hold public parts only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from certkeeper.x509.export import kept

if TYPE_CHECKING:
    from certkeeper.x509.export.parts import Parts


def der(parts: Parts) -> bytes:
    """Return the certificate of the parts alone, in DER: what Windows calls .cer."""
    return parts.certificate.public_bytes(Encoding.DER)


def p7b(parts: Parts) -> bytes:
    """Return the chain of the parts in PKCS#7 (RFC 5652 section 5.1), DER."""
    if kept.is_any_kept(parts.chain):
        return kept.pkcs7(parts.chain)
    return pkcs7.serialize_certificates(list(parts.chain), Encoding.DER)
