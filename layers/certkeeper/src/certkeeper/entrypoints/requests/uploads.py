"""The bodies of upload_certificate, upload_version and replace_certificate: three forms, all fields in the body.

The content of files is not read here; `x509.upload` reads it, within bounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import Settings
from certkeeper.domain.certificates.comparison import Confirmation, Loss
from certkeeper.domain.uploads.upload import Piece, Upload, UploadForm
from certkeeper.entrypoints.requests.validation import validated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certkeeper.entrypoints.contract.certificates import CertificateSettings
    from certkeeper.entrypoints.contract.uploads import (
        PastedCertificate,
        PastedText,
        PastedVersion,
        PemCertificate,
        PemFiles,
        PemVersion,
        PfxCertificate,
        PfxFile,
        PfxVersion,
    )
    from certkeeper.entrypoints.http.request import Request

    AnyCertificate = PemCertificate | PfxCertificate | PastedCertificate
    AnyFiles = PemFiles | PfxFile | PastedText
    AnyVersion = PemVersion | PfxVersion | PastedVersion

_PIECES = ("certificate", "intermediates", "ca_bundle", "private_key", "pfx")
"""Fields with files, in the order in which they are read."""


def uploaded_certificate(request: Request) -> tuple[Upload, str | None, Settings]:
    """Return the upload of a request, the name of the certificate or None, and its settings. Raises ProblemError."""
    document: AnyCertificate = validated(request, "upload_certificate")
    named: CertificateSettings = document
    settings = Settings(
        domain=named.get("domain") or "",
        notices_enabled=named.get("notices_enabled"),
        notice_days=tuple(named.get("notice_days") or ()),
    )
    return _upload(document), named.get("certificate_name"), settings


def uploaded_version(request: Request, operation: str) -> tuple[Upload, Confirmation | None]:
    """Return the upload of a request for a new version of a certificate, and what it confirms to lose, or None.

    `operation` is upload_version or replace_certificate. Raises ProblemError.
    """
    document: AnyVersion = validated(request, operation)
    confirmed = document.get("confirmed")
    if confirmed is None:
        return _upload(document), None
    return _upload(document), Confirmation(confirmed["version"], frozenset(map(Loss, confirmed["losses"])))


def _upload(document: AnyFiles) -> Upload:
    pieces = tuple(_pieces(document))
    if document["form"] == UploadForm.PFX:
        return Upload(pieces, document["password"], "/password", document["expired_allowed"])
    password = document.get("private_key_password")
    return Upload(pieces, password, "/private_key_password", document["expired_allowed"])


def _pieces(document: Mapping[str, object]) -> list[Piece]:
    """Return each file that was sent, with the pointer to its field."""
    found: list[Piece] = []
    for name in _PIECES:
        match document.get(name):
            case str(text):
                found.append(Piece.of_text(f"/{name}", text))
            case list(texts):
                found.extend(Piece.of_text(f"/{name}/{place}", each) for place, each in enumerate(texts))
    return found
