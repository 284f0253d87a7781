"""The files of a piece that is a container: an archive, or a Secret, as it is or in base64."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads.limits import MAX_TEXT_BYTES
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import SEQUENCE
from certkeeper.x509.upload.containers.contained import ContainedFile, Contents
from certkeeper.x509.upload.containers.recognition import is_other_archive, is_secret, is_zip
from certkeeper.x509.upload.opening.child import ChildProcess
from certkeeper.x509.upload.reading.text import as_text, from_base64

if TYPE_CHECKING:
    from certkeeper.x509.upload.opening.child import Confinement

_MAX_WRAPPINGS = 2
"""Base64 of a file that is itself base64 of an archive; more is a mistake."""
_DER = bytes([SEQUENCE])


def contents_of(content: bytes, *, confinement: Confinement) -> Contents | None:
    """Return the files of a container, given its bytes, or None if the content is none.

    Raises UploadRefusedError if it cannot be opened. It is opened in a child process, within its
    `confinement`.
    """
    if len(content) > MAX_TEXT_BYTES:
        return None  # what reads other files refuses it
    for _ in range(_MAX_WRAPPINGS + 1):
        if is_zip(content):
            return _opened("zip", content, confinement)
        if is_other_archive(content):
            raise UploadRefusedError(Refusal.ARCHIVE_KIND)
        if content.startswith(_DER):
            return None
        has_blocks = b"-----BEGIN " in content
        if is_secret(content):
            return _opened_secret(content, confinement, or_none=has_blocks)
        unwrapped = None if has_blocks else from_base64(as_text(content))
        if unwrapped is None:
            return None
        content = unwrapped
    return None


def is_container(content: bytes) -> bool:
    """Return whether a content is an archive of any kind: one within another is not opened."""
    return is_zip(content) or is_other_archive(content)


def _opened_secret(content: bytes, confinement: Confinement, *, or_none: bool) -> Contents | None:
    """Return the values of a Secret; with `or_none` None where it is none, such as a text about one."""
    try:
        return _opened("secret", content, confinement)
    except UploadRefusedError as error:
        if or_none and error.refusal is Refusal.SECRET_UNREADABLE:
            return None
        raise


def _files_in_zip(content: bytes) -> tuple[bytes, ...]:
    from certkeeper.x509.upload.containers.archive import files_in_zip  # noqa: PLC0415 - few uploads need it

    return _packed(files_in_zip(content))


def _files_in_secret(content: bytes) -> tuple[bytes, ...]:
    from certkeeper.x509.upload.containers.kubernetes import files_in_secret  # noqa: PLC0415 - the same

    return _packed(files_in_secret(content))


_CHILD = ChildProcess({"zip": _files_in_zip, "secret": _files_in_secret})
"""The child process that opens containers; it is forked when the first one comes."""


def _packed(found: Contents) -> tuple[bytes, ...]:
    pairs = ((file.name.encode("utf-8", "replace"), file.content) for file in found.files)
    return (str(found.left_out).encode(), *(part for pair in pairs for part in pair))


def _opened(task: str, content: bytes, confinement: Confinement) -> Contents:
    """Return what a task of the child process, by its name, finds in the content."""
    left_out, *parts = _CHILD.run(task, content, confinement=confinement)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return Contents(tuple(ContainedFile(name.decode(), content) for name, content in pairs), int(left_out))
