"""DELETE /scopes/{scope}/certificates/{certificate_id}: takes a certificate away; for a time it can be restored."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.eventbridge import EventBridgeBus
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.removals import DynamoRemovals
from certkeeper.adapters.secretsmanager.removals import SecretsManagerRemovals
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import path, preconditions
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.certificates import certificate_view
from certkeeper.services.removals.delete_certificate import DeletionRequest, delete_certificate


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


@operation("delete_certificate")
def handler(request: Request) -> Response:
    """200: the certificate as it is now, with the moment until which it can be restored."""
    now = utc_now()
    wish = DeletionRequest(
        scope=path.scope_name(request),
        certificate_id=path.identifier(request, "certificate"),
        caller=request.caller,
        seen=preconditions.seen(request),
        window=settings.recovery_window(),
    )
    certificate = delete_certificate(
        wish,
        certificates=_certificates(),
        removals=_removals(),
        vault=_vault(),
        event_bus=_event_bus(),
        new_id=new_uuid7,
        now=now,
    )
    return json_response(200, certificate_view(certificate, now=now), revision=certificate.revision)
