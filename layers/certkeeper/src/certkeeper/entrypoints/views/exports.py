"""The document of an export: the one response that may have a private key (ADR 44)."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.exports import ExportFormat
from certkeeper.entrypoints.views.parts import moment

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Bundle
    from certkeeper.entrypoints.contract import exports as documents
    from certkeeper.services.certificates.export_certificate import Export


def export_view(export: Export) -> documents.Export:
    """Return the document of an export: the file in base64, with a name that is safe on any disk.

    The format pem without a part has its texts too.
    """
    choice, version = export.choice, export.version
    document: documents.Export = {
        "certificate_id": export.certificate.certificate_id,
        "certificate_name": export.certificate.name,
        "version": version.version,
        "format": choice.format,
        "file_name": choice.file_name(export.certificate.name),
        "media_type": choice.media_type,
        "content": b64encode(export.content).decode("ascii"),
        "not_after": moment(version.facts.not_after),
        "fingerprint": version.facts.sha256,
        "remarks": [{"code": remark.code, "detail": remark.detail} for remark in choice.remarks()],
    }
    if choice.alias is not None:
        document["alias"] = choice.alias
    if export.bundle is not None and choice.format is ExportFormat.PEM and not choice.part:
        _add_texts(document, export.bundle, with_key=not choice.password)
    return document


def _add_texts(document: documents.Export, bundle: Bundle, *, with_key: bool) -> None:
    """Add the texts that web servers read; with a password the key is in the zip only, encrypted."""
    document["certificate"] = bundle.certificate
    document["chain"] = bundle.chain
    document["fullchain"] = bundle.fullchain
    if with_key:
        document["private_key"] = bundle.private_key
