"""DELETE /scopes/{scope}/certificates/{certificate_id}: deletes a certificate, recoverable for some time."""

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.intents.removals import DynamoRemovals
from certkeeper.adapters.secretsmanager.removals import SecretsManagerRemovals
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import path, preconditions
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.certificates import certificate_view
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.storage import in_secrets, in_table
from certkeeper.services.certificates.delete_certificate import DeletionRequest, delete_certificate


@operation("delete_certificate")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the deleted certificate, and until when it can be restored."""
    now = utc_now()
    wish = DeletionRequest(
        scope=path.scope_name(request),
        certificate_id=path.identifier(request, "certificate"),
        caller=request.caller,
        if_match=preconditions.if_match(request),
        window=settings.recovery_window(),
    )
    certificate = delete_certificate(
        wish,
        certificates=in_table(DynamoCertificates),
        removals=in_table(DynamoRemovals),
        vault=in_secrets(SecretsManagerRemovals),
        event_bus=event_bus(),
        new_id=new_uuid7,
        now=now,
    )
    return json_response(200, certificate_view(certificate, now=now), revision=certificate.revision)
