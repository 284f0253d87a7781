"""Make an upload's body from what a person has: files, one PKCS#12 file, or pasted text."""

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from certkeeper_cli.files import read
from certkeeper_cli.invocation import Document
from certkeeper_cli.words import UploadForm


def as_files(
    certificate: Path, private_key: Path | None, intermediates: Sequence[Path], ca_bundle: Sequence[Path]
) -> Document:
    """Return the body of the form `pem` for the files of the certificate, its private key and its chain.

    The key may be in the certificate's file, too. The chain is in `intermediates`, a certificate each, or in
    `ca_bundle`. Raise UsageError where a file cannot be read.
    """
    document: Document = {"form": UploadForm.PEM, "certificate": _content(read(certificate))}
    if private_key is not None:
        document["private_key"] = _content(read(private_key))
    for field, paths in (("intermediates", intermediates), ("ca_bundle", ca_bundle)):
        if paths:
            document[field] = [_content(read(path)) for path in paths]
    return document


def as_pfx(path: Path, password: str) -> Document:
    """Return the body of the form `pfx` for the PKCS#12 file at the path and its password. Raise UsageError."""
    return {"form": UploadForm.PFX, "pfx": b64encode(read(path)).decode(), "password": password}


def as_paste(pasted: bytes, private_key: Path | None) -> Document:
    """Return the body of the form `paste` for what was pasted, with the private key of a file if one is named.

    What is a key and what a certificate is for the API to say. Raise UsageError where the file cannot be read.
    """
    document: Document = {"form": UploadForm.PASTE, "certificate": _content(pasted)}
    if private_key is not None:
        document["private_key"] = _content(read(private_key))
    return document


def _content(content: bytes) -> str:
    """Return a content as the API takes it: PEM in UTF-8 as text, anything else in base64."""
    if b"-----BEGIN" in content:
        try:
            return content.decode()
        except UnicodeDecodeError:
            pass
    return b64encode(content).decode()
