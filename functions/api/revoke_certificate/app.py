"""POST /scopes/{scope}/certificates/{certificate_id}/revocation: revokes a version at the CA."""

from certkeeper.adapters.dynamodb.certificate_changes import DynamoCertificateChanges
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.certificates import revocation
from certkeeper.entrypoints.views.certificates import certificate_view
from certkeeper.entrypoints.wiring.acme_account import acme_account_for_requests
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.certificates.revoke_certificate import RevocationRequest, revoke_certificate


@operation("revoke_certificate")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the certificate, after the CA has revoked the version."""
    now = utc_now()
    reason, version = revocation(request)
    wish = RevocationRequest(
        scope=path.scope_name(request),
        certificate_id=path.identifier(request, "certificate"),
        reason=reason,
        version=version,
        caller=request.caller,
    )
    certificate = revoke_certificate(
        wish,
        certificates=in_table(DynamoCertificates),
        stored=in_table(DynamoCertificateChanges),
        account=acme_account_for_requests(),
        event_bus=event_bus(),
        now=now,
    )
    return json_response(200, certificate_view(certificate, now=now), revision=certificate.revision)
