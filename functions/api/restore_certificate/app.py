"""POST /scopes/{scope}/certificates/{certificate_id}/restoration: restores a deleted certificate."""

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.intents.removals import DynamoRemovals
from certkeeper.adapters.secretsmanager.removals import SecretsManagerRemovals
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.certificates import certificate_view
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.storage import in_secrets, in_table
from certkeeper.services.certificates.restore_certificate import restore_certificate


@operation("restore_certificate")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the certificate, which is no longer deleted."""
    now = utc_now()
    certificate = restore_certificate(
        path.scope_name(request),
        path.identifier(request, "certificate"),
        caller=request.caller,
        certificates=in_table(DynamoCertificates),
        removals=in_table(DynamoRemovals),
        vault=in_secrets(SecretsManagerRemovals),
        event_bus=event_bus(),
        new_id=new_uuid7,
        now=now,
    )
    return json_response(200, certificate_view(certificate, now=now), revision=certificate.revision)
