"""Uploads, with all that they need: one place for the operations that upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.intents.uploads import DynamoUploads
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.adapters.public_roots import public_roots
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.entrypoints.views.uploads import uploaded_certificate_view
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.uploads.successor import with_same_names
from certkeeper.services.uploads.upload_certificate import upload_certificate

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.entrypoints.contract.uploads import UploadedCertificate
    from certkeeper.ports.vaults import UploadVault
    from certkeeper.services.uploads.request import UploadRequest


def stored_upload(request: UploadRequest, vault: UploadVault, now: datetime) -> tuple[UploadedCertificate, int]:
    """Store the upload of a request in the vault, at `now`. Return the document of the answer, and the revision.

    Raises what `upload_certificate` raises.
    """
    certificates, uploads = in_table(DynamoCertificates), in_table(DynamoUploads)
    certificate, version = upload_certificate(
        request,
        scopes=in_table(DynamoScopes),
        certificates=certificates,
        uploads=uploads,
        vault=vault,
        event_bus=event_bus(),
        roots=public_roots(),
        new_id=new_uuid7,
        now=now,
    )
    own, names = certificate.certificate_id, version.facts.names
    alike = with_same_names(request.scope, own, names, certificates=certificates, uploads=uploads)
    return uploaded_certificate_view(certificate, version, alike, now=now), certificate.revision
