"""What a person gives as the value of a parameter: a text, a file, or root certificates in one of several forms."""

from pathlib import Path

from cryptography.x509 import load_pem_x509_certificates

from certkeeper.adapters.acme.roots import one_line_of, pem_of
from infra.deploy.refusal import DeploymentRefused

ROOTS = "AcmeDirectoryRootPem"
"""The parameter with certificates. They are deployed as one line, which is shorter than PEM and loses no line ends."""

_KEY = b"PRIVATE KEY"
"""What the first line of every private key in PEM has (RFC 7468 sections 10 and 11, RFC 5915 section 4)."""


def read_value(name: str, given: str, folder: Path) -> str:
    """Return the value of the parameter `name` for what was `given`; `@file` is the content of a file below `folder`.

    Raises DeploymentRefused, which does not repeat the content, for a file that cannot be read and for what should be
    root certificates and is not.
    """
    content = _content(folder / given[1:], name) if given.startswith("@") else given.encode()
    if name == ROOTS and content.strip():
        return _roots(content)
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise DeploymentRefused(f"The file for {name} cannot be read: {given[1:]}: it is not UTF-8 text.") from None


def _content(file: Path, name: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as reason:
        raise DeploymentRefused(f"The file for {name} cannot be read: {file}: {reason.strerror}.") from None


def _roots(content: bytes) -> str:
    if _KEY in content:
        raise DeploymentRefused(
            f"{ROOTS} has a private key in it, and was not used. Give the certificate alone, which is public. If the "
            "key was in the command line, it may be in the history of your shell: replace it."
        )
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError:
        raise DeploymentRefused(f"{ROOTS} must be text: certificates in PEM, or DER in base64.") from None
    try:
        pem = pem_of(text)
        load_pem_x509_certificates(pem.encode())
    except ValueError:
        raise DeploymentRefused(
            f"{ROOTS} has no certificate that can be read. Give a file with certificates in PEM (@root.pem), or PEM or "
            "DER in base64."
        ) from None
    return one_line_of(pem)
