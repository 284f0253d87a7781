"""POST /scopes/{scope}/certificates/{certificate_id}/exports: hands out a certificate, with its key or without."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.eventbridge import EventBridgeBus
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.export_records import DynamoExportRecords
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.exports import export_choice
from certkeeper.entrypoints.views.exports import export_view
from certkeeper.services.certificates.export_certificate import ExportRequest, export_certificate


@cache
def _certificates() -> DynamoCertificates:
    return DynamoCertificates(settings.table_name(), client("dynamodb"))


@cache
def _records() -> DynamoExportRecords:
    return DynamoExportRecords(settings.table_name(), client("dynamodb"))


@cache
def _vault() -> SecretsManagerVault:
    return SecretsManagerVault(client("secretsmanager"), settings.secret_prefix())


@cache
def _event_bus() -> EventBridgeBus:
    return EventBridgeBus(client("events"), settings.event_bus_name(), settings.stack_id())


@operation("export_certificate")
def handler(request: Request) -> Response:
    """200: the only answer of the whole API that may hold a private key."""
    choice, reason = export_choice(request)
    wish = ExportRequest(
        scope=path.scope_name(request),
        certificate_id=path.identifier(request, "certificate"),
        choice=choice,
        caller=request.caller,
        source_ip=request.source_ip,
        reason=reason,
    )
    export = export_certificate(
        wish,
        certificates=_certificates(),
        vault=_vault(),
        records=_records(),
        event_bus=_event_bus(),
        new_id=new_uuid7,
        now=utc_now(),
    )
    return json_response(200, export_view(export))
