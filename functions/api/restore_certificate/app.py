"""POST /scopes/{scope}/certificates/{certificate_id}/restoration: gives a deleted certificate back."""

from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.certificates import certificate_view
from certkeeper.entrypoints.wiring.event_bus import event_bus
from certkeeper.entrypoints.wiring.removal_vault import removal_vault
from certkeeper.entrypoints.wiring.table.certificates import certificates
from certkeeper.entrypoints.wiring.table.removals import removals
from certkeeper.services.certificates.restore_certificate import restore_certificate


@operation("restore_certificate")
def handler(request: Request) -> Response:
    """200: the certificate as it is now."""
    now = utc_now()
    certificate = restore_certificate(
        path.scope_name(request),
        path.identifier(request, "certificate"),
        caller=request.caller,
        certificates=certificates(),
        removals=removals(),
        vault=removal_vault(),
        event_bus=event_bus(),
        new_id=new_uuid7,
        now=now,
    )
    return json_response(200, certificate_view(certificate, now=now), revision=certificate.revision)
