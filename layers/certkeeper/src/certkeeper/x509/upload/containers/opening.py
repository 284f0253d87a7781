"""The files of a piece that is a container: an archive, or a Secret, as it is or in base64."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads.limits import MAX_TEXT_BYTES
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import SEQUENCE
from certkeeper.x509.upload.containers.contained import ContainedFile, Contents
from certkeeper.x509.upload.containers.recognition import is_other_archive, is_secret, is_zip
from certkeeper.x509.upload.opening.child import run_in_child
from certkeeper.x509.upload.reading.text import as_text, from_base64

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_WRAPPINGS = 2
"""Base64 of a file that is itself base64 of an archive; more is a mistake."""
_DER = bytes([SEQUENCE])


def contents_of(content: bytes, *, child_wall_seconds: float) -> Contents | None:
    """Return the files of a container, given its bytes, or None if the content is none.

    Raises UploadRefusedError if it cannot be opened. It is opened in a child process, which is killed after
    `child_wall_seconds`.
    """
    if len(content) > MAX_TEXT_BYTES:
        return None  # what reads other files refuses it
    for _ in range(_MAX_WRAPPINGS + 1):
        if is_zip(content):
            return _opened(_files_in_zip, content, child_wall_seconds)
        if is_other_archive(content):
            raise UploadRefusedError(Refusal.ARCHIVE_KIND)
        if content.startswith(_DER):
            return None
        has_blocks = b"-----BEGIN " in content
        if is_secret(content):
            return _opened_secret(content, child_wall_seconds, or_none=has_blocks)
        unwrapped = None if has_blocks else from_base64(as_text(content))
        if unwrapped is None:
            return None
        content = unwrapped
    return None


def is_container(content: bytes) -> bool:
    """Return whether a content is an archive of any kind: one within another is not opened."""
    return is_zip(content) or is_other_archive(content)


def _opened_secret(content: bytes, child_wall_seconds: float, *, or_none: bool) -> Contents | None:
    """Return the values of a Secret; with `or_none` None where it is none, such as a text about one."""
    try:
        return _opened(_files_in_secret, content, child_wall_seconds)
    except UploadRefusedError as error:
        if or_none and error.refusal is Refusal.SECRET_UNREADABLE:
            return None
        raise


def _files_in_zip(content: bytes) -> Contents:
    from certkeeper.x509.upload.containers.archive import files_in_zip  # noqa: PLC0415 - few uploads need it

    return files_in_zip(content)


def _files_in_secret(content: bytes) -> Contents:
    from certkeeper.x509.upload.containers.kubernetes import files_in_secret  # noqa: PLC0415 - the same

    return files_in_secret(content)


def _opened(opener: Callable[[bytes], Contents], content: bytes, child_wall_seconds: float) -> Contents:
    """Return what `opener` finds in the content, in a child process."""

    def task() -> tuple[bytes, ...]:
        found = opener(content)
        pairs = ((file.name.encode("utf-8", "replace"), file.content) for file in found.files)
        return (str(found.left_out).encode(), *(part for pair in pairs for part in pair))

    left_out, *parts = run_in_child(task, wall_seconds=child_wall_seconds)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return Contents(tuple(ContainedFile(name.decode(), content) for name, content in pairs), int(left_out))
