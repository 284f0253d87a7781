"""ZIP archives, as CAs hand certificates out: a few files, none of them large, none of them an archive again (ADR 113).

The names of the entries are read to see what is needed, and never used as paths: nothing is written.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - zlib's name for it is a bare `error`

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.containers.contained import ContainedFile, Contents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

_ENCRYPTED = 0x1 | 0x40 | 0x2000
"""The flags of an entry under a password: APPNOTE.TXT section 4.4.4, bits 0, 6 and 13."""
_SYSTEMS_OWN = ("__macosx/", "thumbs.db", "desktop.ini")
"""What macOS and Windows add to archives."""


def files_in_zip(content: bytes) -> Contents:
    """Return the files of a ZIP archive, whose bytes are `content`. Runs in a child process with limits.

    Raises UploadRefusedError if it is damaged, too large, encrypted, or packed in a way that is not known.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _files(archive)
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise UploadRefusedError(Refusal.ARCHIVE_UNREADABLE) from error


def _files(archive: ZipFile) -> Contents:
    entries = [entry for entry in archive.infolist() if not _is_systems_own(entry)]
    if len(entries) > limits.MAX_ARCHIVE_FILES:
        raise UploadRefusedError(Refusal.ARCHIVE_TOO_LARGE)
    found, left_out, size = [], 0, 0
    for file in _read_all(archive, entries):
        size += len(file.content)
        if size > limits.MAX_ARCHIVE_BYTES:
            raise UploadRefusedError(Refusal.ARCHIVE_TOO_LARGE)
        if len(file.content) <= limits.MAX_FILE_BYTES:
            found.append(file)
        elif file.is_needed:
            raise UploadRefusedError(Refusal.FILE_TOO_LARGE)
        else:
            left_out += 1
    return Contents(tuple(found), left_out)


def _read_all(archive: ZipFile, entries: list[ZipInfo]) -> Iterator[ContainedFile]:
    """Yield each file, with at most one byte more than a file may have: what an entry says of its size may be wrong."""
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise UploadRefusedError(Refusal.ARCHIVE_ENCRYPTED)
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise UploadRefusedError(Refusal.ARCHIVE_UNREADABLE)
        with archive.open(entry) as file:
            yield ContainedFile(entry.filename, file.read(limits.MAX_FILE_BYTES + 1))


def _is_systems_own(entry: ZipInfo) -> bool:
    """Whether an entry is a folder, hidden, or an operating system's own."""
    name = entry.filename.replace("\\", "/").lower()
    last = name.rpartition("/")[2]
    return entry.is_dir() or not last or last.startswith(".") or name.startswith(_SYSTEMS_OWN) or last in _SYSTEMS_OWN
