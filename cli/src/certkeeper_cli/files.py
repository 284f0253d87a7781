"""Files of this machine: read up to a limit, written for their owner only, and never over another without --force.

The reasons are in ADR 63.
"""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from certkeeper_cli.errors import FileError, UsageError
from certkeeper_cli.words import MAX_UPLOAD_BYTES

OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700


def read(path: Path) -> bytes:
    """Return the bytes of the file at the path.

    Raise UsageError where it cannot be read, or is larger than an upload may be.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_UPLOAD_BYTES + 1)
    except OSError as reason:
        raise UsageError(f"{path} cannot be read: {reason.strerror}", "name a file that you may read") from None
    if len(content) > MAX_UPLOAD_BYTES:
        raise UsageError(f"{path} is larger than {MAX_UPLOAD_BYTES} bytes", "this is no certificate or key") from None
    return content


def refuse_to_overwrite(paths: Iterable[Path]) -> None:
    """Raise FileError where a file is at one of the paths."""
    for path in paths:
        if os.path.lexists(path):
            raise _there(path)


def write(path: Path, content: bytes, *, force: bool) -> None:
    """Write the content to the path, all of it or none, readable by its owner only.

    With `force` a new file takes the place of one that is there: neither its mode nor a link decides then who may read.
    Raise FileError where the file is there and `force` is not given, or where it cannot be written.
    """
    try:
        path.parent.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        if force:
            _replace(path, content)
        else:
            _create(path, content)
    except FileExistsError:
        raise _there(path) from None
    except OSError as reason:
        raise FileError(f"{path} cannot be written: {reason.strerror}", "choose another place with --to") from None


def _create(path: Path, content: bytes) -> None:
    """Create a file with its mode, so that nobody else can open it at any moment."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    _create(unfinished, content)
    try:
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def _there(path: Path) -> FileError:
    return FileError(f"{path} is there already", "choose another place with --to, or overwrite it with --force")
