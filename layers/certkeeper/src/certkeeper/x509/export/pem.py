"""PEM files, as web servers name them in their configuration."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from certkeeper.domain.certificates.exports import ZIP_NAMES, ExportPart
from certkeeper.x509.export.pfx import encrypted_key_pem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cryptography import x509

    from certkeeper.x509.export.parts import Parts

_PRIVATE, _PUBLIC = 0o100600, 0o100644
"""Unix modes of regular files: the owner's alone, and everybody's to read."""
_UNIX = 3
"""The system that made a zip entry, without which the mode means nothing: APPNOTE.TXT section 4.4.2."""


def pem_part(parts: Parts, part: ExportPart, password: str | None = None) -> bytes:
    """Return one file of the parts; a password encrypts the private key and has no effect on the other files."""
    match part:
        case ExportPart.CERTIFICATE:
            return _pem([parts.certificate])
        case ExportPart.CHAIN:
            return _pem(parts.issuers)
        case ExportPart.FULL_CHAIN:
            return _pem(parts.chain)
        case ExportPart.PRIVATE_KEY if password is not None:
            return encrypted_key_pem(parts, password)
        case ExportPart.PRIVATE_KEY:
            return parts.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def pem_zip(parts: Parts, now: datetime, password: str | None = None) -> bytes:
    """Return a zip of the files of the parts, dated `now`; a password encrypts the private key.

    The private key's file has a mode for its owner only.
    """
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for part in ZIP_NAMES:
            archive.writestr(_entry(part, now), pem_part(parts, part, password))
    return packed.getvalue()


def _entry(part: ExportPart, now: datetime) -> ZipInfo:
    entry = ZipInfo(ZIP_NAMES[part], (now.year, now.month, now.day, now.hour, now.minute, now.second))
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = (_PRIVATE if part is ExportPart.PRIVATE_KEY else _PUBLIC) << 16
    return entry


def _pem(certificates: Iterable[x509.Certificate]) -> bytes:
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates)
