"""Zip archives: the same content gives the same bytes, on any machine and at any time."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest date a zip archive can hold, for every file."""

MODE = 0o644
"""Rights of every file: a clone's depend on the umask of who made it, and Lambda only has to read."""

FAST, SMALL = 1, 9
"""Levels of compression: for an archive that stays on this machine, and for one that is sent to AWS."""


def archive(directory: Path, cache: Path) -> Path:
    """Return the zip archive of a directory, from the cache if nothing in it has changed.

    A new archive takes the place of the older ones of the directory.
    """
    place = hashlib.sha256(str(directory).encode()).hexdigest()[:16]
    path = cache / f"{place}-{_fingerprint(directory)}.zip"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        write_archive(directory, unfinished, FAST)
        for older in cache.glob(f"{place}-*.zip"):
            older.unlink(missing_ok=True)
        unfinished.replace(path)
    return path


def write_archive(directory: Path, path: Path, level: int = SMALL) -> None:
    """Write the files of a directory into a new archive at `path`, compressed at this level of zlib's."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as target:
        for file in _files(directory):
            entry = zipfile.ZipInfo(str(file.relative_to(directory)), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = MODE << 16
            target.writestr(entry, file.read_bytes(), compresslevel=level)


def _files(directory: Path) -> Iterator[Path]:
    """The files of a directory in a fixed order."""
    return (path for path in sorted(directory.rglob("*")) if path.is_file())


def _fingerprint(directory: Path) -> str:
    """A hash of names, sizes and times: reading 50 MB of layers would take longer than sending them."""
    state = hashlib.sha256()
    for path in _files(directory):
        about = path.stat()
        state.update(f"{path.relative_to(directory)}\0{about.st_size}\0{about.st_mtime_ns}\0".encode())
    return state.hexdigest()[:40]
