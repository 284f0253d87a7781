"""Make an upload's body from what a person has: files, one PKCS#12 file, or pasted text."""

import re
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from certkeeper_cli.errors import UsageError
from certkeeper_cli.files import read
from certkeeper_cli.invocation import Document
from certkeeper_cli.words import UploadForm

_KEY = re.compile(
    r"[-\u2013\u2014]{1,5} ?BEGIN [A-Z0-9 ]{0,20}PRIVATE KEY.*?END [A-Z0-9 ]{0,20}PRIVATE KEY ?[-\u2013\u2014]{0,5}",
    re.DOTALL,
)
"""The block of a key, also where a word processor has made dashes of hyphens; the API repairs the rest."""


def as_files(
    certificate: Path, private_key: Path, intermediates: Sequence[Path], ca_bundle: Sequence[Path]
) -> Document:
    """Return the body of the form `pem` for the files of the certificate, its private key and its chain.

    The chain is in `intermediates`, a certificate each, or in `ca_bundle`. Raise UsageError where a file cannot be
    read.
    """
    document: Document = {
        "form": UploadForm.PEM,
        "certificate": _content(certificate),
        "private_key": _content(private_key),
    }
    for field, paths in (("intermediates", intermediates), ("ca_bundle", ca_bundle)):
        if paths:
            document[field] = [_content(path) for path in paths]
    return document


def as_pfx(path: Path, password: str) -> Document:
    """Return the body of the form `pfx` for the PKCS#12 file at the path and its password. Raise UsageError."""
    return {"form": UploadForm.PFX, "pfx": b64encode(read(path)).decode(), "password": password}


def as_paste(text: str, private_key: Path | None) -> Document:
    """Return the body of the form `paste` for a text, with its one private key or that of a file.

    Raise UsageError where there is no key, or more than one.
    """
    if private_key is not None:
        return {"form": UploadForm.PASTE, "certificate": text, "private_key": _content(private_key)}
    keys = _KEY.findall(text)
    if len(keys) != 1:
        raise UsageError(
            f"there are {len(keys)} private keys among what was pasted" if keys else "no private key was pasted",
            "paste the certificate, its chain and its one key, or name the key's file with --key",
        )
    return {"form": UploadForm.PASTE, "certificate": _KEY.sub("\n", text), "private_key": keys[0]}


def _content(path: Path) -> str:
    """Return the content of a file: PEM as text, anything else in base64."""
    content = read(path)
    if b"-----BEGIN" in content:
        try:
            return content.decode()
        except UnicodeDecodeError:
            pass
    return b64encode(content).decode()
