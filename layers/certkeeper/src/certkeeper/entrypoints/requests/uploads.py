"""The bodies of upload_certificate and upload_version: three forms, all fields in the body.

The content of files is not read here; `x509.upload` reads it, within bounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import Settings
from certkeeper.domain.uploads.upload import Piece, Upload, UploadForm
from certkeeper.entrypoints.requests.validation import validated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certkeeper.entrypoints.contract.certificates import CertificateSettings
    from certkeeper.entrypoints.contract.uploads import (
        PastedCertificate,
        PastedVersion,
        PemCertificate,
        PemVersion,
        PfxCertificate,
        PfxVersion,
    )
    from certkeeper.entrypoints.http.request import Request

    AnyCertificate = PemCertificate | PfxCertificate | PastedCertificate
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


def uploaded_version(request: Request) -> Upload:
    """Return the upload of a request for a new version of a certificate. Raises ProblemError."""
    document: AnyVersion = validated(request, "upload_version")
    return _upload(document)


def _upload(document: AnyVersion) -> Upload:
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
