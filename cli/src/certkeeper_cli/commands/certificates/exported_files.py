"""Read the document with which the API answers an export: names and contents of files."""

import re
from base64 import b64decode
from collections.abc import Mapping
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from certkeeper_cli.errors import UnexpectedAnswerError
from certkeeper_cli.invocation import Document
from certkeeper_cli.words import EXPORT_ZIP_NAMES

PEM_FILES = tuple(EXPORT_ZIP_NAMES.values())
"""What the format `pem` as a whole holds."""

MAX_BYTES = 16 * 1024 * 1024
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""As the contract promises of `file_name`: neither a path nor hidden."""


def content_of(document: Document) -> bytes:
    """Return the content of the exported file. Raises ForeignAnswerError where the document has none in base64."""
    try:
        return b64decode(document["content"], validate=True)
    except (LookupError, TypeError, ValueError):
        raise _unexpected() from None


def file_name_of(document: Document) -> str:
    """Return the file name in the document. Raise UnexpectedAnswerError for one that is a path or hidden."""
    name = str(document.get("file_name"))
    if not _SAFE.fullmatch(name):
        raise _unexpected()
    return name


def unzipped(content: bytes) -> Mapping[str, bytes]:
    """Return the files of a zip by name, given its content.

    Raise UnexpectedAnswerError for other files than PEM_FILES, or more than MAX_BYTES.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if {entry.filename for entry in entries} - {*PEM_FILES} or sum(e.file_size for e in entries) > MAX_BYTES:
                raise _unexpected()
            return {entry.filename: archive.read(entry) for entry in entries}
    except BadZipFile:
        raise _unexpected() from None


def _unexpected() -> UnexpectedAnswerError:
    return UnexpectedAnswerError("the answer is not an export of Certkeeper's API", "check the URL")
