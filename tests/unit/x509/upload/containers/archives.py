"""ZIP archives as CAs and people make them, and worse ones."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from collections.abc import Mapping


def zipped(files: Mapping[str, str | bytes], compression: int = ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    packed = BytesIO()
    with ZipFile(packed, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def with_flag(archive: bytes, flag: int) -> bytes:
    """The archive with a flag set for its entries, in both of their headers (APPNOTE.TXT sections 4.3.7 and 4.3.12)."""
    changed = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = archive.find(mark)
        while start >= 0:
            changed[start + offset] |= flag
            start = archive.find(mark, start + 1)
    return bytes(changed)


def with_declared_size(archive: bytes, size: int) -> bytes:
    """The archive with another uncompressed size in the directory entry of its first file."""
    at = archive.find(b"PK\x01\x02") + 24
    return archive[:at] + size.to_bytes(4, "little") + archive[at + 4 :]
