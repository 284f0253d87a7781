"""The temporary folder of a local world: it is removed with the world, or by the next one if the world was killed.

The reasons are in ADR 30.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "certkeeper-world-"
LOCK = "held"
"""Locked as long as the world's process lives: the kernel lets go whatever ends it. A process id could be another's by
then, or mean nothing in another container."""
NEW_SECONDS = 60.0
"""A folder that is younger may not have been locked yet."""


@contextmanager
def world_folder(parent: Path, now: float) -> Iterator[Path]:
    """Create a folder below `parent`, yield it while it is locked, and remove it.

    Folders of worlds that were killed are removed first. `now` is in seconds since 1970.
    """
    remove_abandoned(parent, now)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    with (folder / LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(parent: Path, now: float) -> None:
    """Remove the folders of worlds below `parent` that are this user's, not locked by a process, and not new.

    `now` is in seconds since 1970.
    """
    for folder in parent.glob(f"{PREFIX}*"):
        if _is_abandonable(folder, now) and not _is_held(folder / LOCK):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandonable(folder: Path, now: float) -> bool:
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return (
        found.st_uid == os.getuid()
        and now - found.st_mtime > NEW_SECONDS
        and not folder.is_symlink()
        and (folder / LOCK).is_file()
    )


def _is_held(lock: Path) -> bool:
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False  # another world has just removed it
    return False
