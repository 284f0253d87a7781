"""An export: the one answer that may carry a private key."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from certkeeper.domain.certificates.exports import ExportFormat
from certkeeper.entrypoints.views.moments import moment

if TYPE_CHECKING:
    from certkeeper.services.certificates.export_certificate import Export


def export_view(export: Export) -> dict[str, Any]:
    """The file in base64, with a name that is safe on any disk; the form pem without a part also as texts."""
    choice, version = export.choice, export.version
    return {
        "certificate_id": export.certificate.certificate_id,
        "certificate_name": export.certificate.name,
        "version": version.version,
        "format": choice.format,
        "file_name": choice.file_name(export.certificate.name),
        "media_type": choice.media_type,
        "content": b64encode(export.content).decode("ascii"),
        "not_after": moment(version.facts.not_after),
        "fingerprint": version.facts.sha256,
        **_texts(export),
    }


def _texts(export: Export) -> dict[str, str]:
    """What a web server wants; with a password the key is in the zip only, encrypted."""
    bundle = export.bundle
    if bundle is None or export.choice.format is not ExportFormat.PEM or export.choice.part:
        return {}
    texts = {"certificate": bundle.certificate, "chain": bundle.chain, "fullchain": bundle.fullchain}
    return texts if export.choice.password else {**texts, "private_key": bundle.private_key}
