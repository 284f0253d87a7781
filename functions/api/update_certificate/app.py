"""PATCH /scopes/{scope}/certificates/{certificate_id}: changes the name and the settings."""

from certkeeper.adapters.dynamodb.certificate_changes import DynamoCertificateChanges
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import path, preconditions
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.certificates import certificate_changes
from certkeeper.entrypoints.views.certificates import certificate_with_chain_view
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.certificates.update_certificate import UpdateRequest, update_certificate


@operation("update_certificate")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the changed certificate and its versions."""
    now = utc_now()
    wish = UpdateRequest(
        scope=path.scope_name(request),
        certificate_id=path.identifier(request, "certificate"),
        changes=certificate_changes(request),
        if_match=preconditions.if_match(request),
    )
    certificate, versions = update_certificate(
        wish, certificates=in_table(DynamoCertificates), stored=in_table(DynamoCertificateChanges), now=now
    )
    shown = certificate_with_chain_view(certificate, versions, now=now)
    return json_response(200, shown, revision=certificate.revision)
