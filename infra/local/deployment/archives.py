"""Zip archives of functions and layers, made once for each content."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

# The oldest date a zip archive can hold: the same content gives the same archive.
EPOCH = (1980, 1, 1, 0, 0, 0)


def archive(directory: Path, cache: Path) -> Path:
    """Return the zip archive of a directory, from the cache if nothing in it has changed.

    A new archive takes the place of the older ones of the directory.
    """
    place = hashlib.sha256(str(directory).encode()).hexdigest()[:16]
    path = cache / f"{place}-{_fingerprint(directory)}.zip"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        _write(directory, unfinished)
        for older in cache.glob(f"{place}-*.zip"):
            older.unlink(missing_ok=True)
        unfinished.replace(path)
    return path


def _files(directory: Path) -> Iterator[Path]:
    """The files of a directory in a fixed order. Compiled code belongs to layers, which are built with it."""
    is_built = (directory / "python").is_dir()
    for path in sorted(directory.rglob("*")):
        if path.is_file() and (is_built or path.suffix != ".pyc"):
            yield path


def _fingerprint(directory: Path) -> str:
    """A hash of names, sizes and times: reading 50 MB of layers would take longer than sending them."""
    state = hashlib.sha256()
    for path in _files(directory):
        about = path.stat()
        state.update(f"{path.relative_to(directory)}\0{about.st_size}\0{about.st_mtime_ns}\0".encode())
    return state.hexdigest()[:40]


def _write(directory: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for file in _files(directory):
            entry = zipfile.ZipInfo(str(file.relative_to(directory)), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = file.stat().st_mode << 16
            target.writestr(entry, file.read_bytes())
