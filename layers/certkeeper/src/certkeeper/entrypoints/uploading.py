"""What it takes to take in a certificate with its key, wired once for those who bring a new one and for successors."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.eventbridge import EventBridgeBus
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.adapters.dynamodb.uploads import DynamoUploads
from certkeeper.adapters.public_roots import public_roots
from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.entrypoints import settings
from certkeeper.services.uploads.upload_certificate import upload_certificate

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.services.uploads.request import UploadRequest


@cache
def _scopes() -> DynamoScopes:
    return DynamoScopes(settings.table_name(), client("dynamodb"))


@cache
def _certificates() -> DynamoCertificates:
    return DynamoCertificates(settings.table_name(), client("dynamodb"))


@cache
def _uploads() -> DynamoUploads:
    return DynamoUploads(settings.table_name(), client("dynamodb"))


@cache
def _vault() -> SecretsManagerUploads:
    return SecretsManagerUploads(client("secretsmanager"), settings.secret_prefix())


@cache
def _event_bus() -> EventBridgeBus:
    return EventBridgeBus(client("events"), settings.event_bus_name(), settings.stack_id())


def take_in(wish: UploadRequest, now: datetime) -> tuple[Certificate, CertificateVersion]:
    """See `upload_certificate`."""
    return upload_certificate(
        wish,
        scopes=_scopes(),
        certificates=_certificates(),
        uploads=_uploads(),
        vault=_vault(),
        event_bus=_event_bus(),
        roots=public_roots(),
        new_id=new_uuid7,
        now=now,
    )
