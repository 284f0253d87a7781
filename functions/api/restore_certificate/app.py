"""POST /scopes/{scope}/certificates/{certificate_id}/restoration: gives a deleted certificate back."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.eventbridge import EventBridgeBus
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.removals import DynamoRemovals
from certkeeper.adapters.secretsmanager.removals import SecretsManagerRemovals
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.certificates import certificate_view
from certkeeper.services.removals.restore_certificate import restore_certificate


@cache
def _certificates() -> DynamoCertificates:
    return DynamoCertificates(settings.table_name(), client("dynamodb"))


@cache
def _removals() -> DynamoRemovals:
    return DynamoRemovals(settings.table_name(), client("dynamodb"))


@cache
def _vault() -> SecretsManagerRemovals:
    return SecretsManagerRemovals(client("secretsmanager"), settings.secret_prefix())


@cache
def _event_bus() -> EventBridgeBus:
    return EventBridgeBus(client("events"), settings.event_bus_name(), settings.stack_id())


@operation("restore_certificate")
def handler(request: Request) -> Response:
    """200: the certificate as it is now."""
    now = utc_now()
    certificate = restore_certificate(
        path.scope_name(request),
        path.identifier(request, "certificate"),
        caller=request.caller,
        certificates=_certificates(),
        removals=_removals(),
        vault=_vault(),
        event_bus=_event_bus(),
        new_id=new_uuid7,
        now=now,
    )
    return json_response(200, certificate_view(certificate, now=now), revision=certificate.revision)
