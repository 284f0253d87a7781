"""POST /scopes/{scope}/certificates/{certificate_id}/versions: takes in a successor; the id stays."""

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import uploading
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.uploads import uploaded_version
from certkeeper.entrypoints.views.certificates import certificate_with_chain_view
from certkeeper.services.uploads.request import UploadRequest


@operation("upload_version")
def handler(request: Request) -> Response:
    """201: the certificate with its new version, and what is said of it."""
    now = utc_now()
    certificate_id = path.identifier(request, "certificate")
    certificate, version = uploading.take_in(
        UploadRequest(
            scope=path.scope_name(request),
            upload=uploaded_version(request),
            caller=request.caller,
            idempotency_key=parameters.idempotency_key(request),
            certificate_id=certificate_id,
        ),
        now,
    )
    shown = certificate_with_chain_view(certificate, [version], now=now)
    return json_response(201, shown, location=f"../{certificate_id}", revision=certificate.revision)
