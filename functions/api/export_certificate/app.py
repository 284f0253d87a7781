"""POST /scopes/{scope}/certificates/{certificate_id}/exports: exports, with the private key or without."""

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.export_records import DynamoExportRecords
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.exports import export_choice
from certkeeper.entrypoints.views.exports import export_view
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.storage import in_secrets, in_table
from certkeeper.services.certificates.export_certificate import ExportRequest, export_certificate


@operation("export_certificate")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the file. No other answer of the API can hold a private key."""
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
        certificates=in_table(DynamoCertificates),
        vault=in_secrets(SecretsManagerVault),
        keep_record=in_table(DynamoExportRecords).keep,
        event_bus=event_bus(),
        new_id=new_uuid7,
        now=utc_now(),
    )
    return json_response(200, export_view(export))
