"""POST /scopes/{scope}/certificates: takes in a certificate that somebody brings, in one of three forms."""

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import uploading
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.uploads import uploaded_certificate
from certkeeper.entrypoints.views.certificates import certificate_with_chain_view
from certkeeper.services.uploads.request import UploadRequest


@operation("upload_certificate")
def handler(request: Request) -> Response:
    """201: the certificate as it is listed, with its verdicts."""
    now = utc_now()
    upload, name, wanted = uploaded_certificate(request)
    certificate, version = uploading.take_in(
        UploadRequest(
            scope=path.scope_name(request),
            upload=upload,
            caller=request.caller,
            idempotency_key=parameters.idempotency_key(request),
            certificate_name=name,
            settings=wanted,
        ),
        now,
    )
    shown = certificate_with_chain_view(certificate, [version], now=now)
    location = f"certificates/{certificate.certificate_id}"
    return json_response(201, shown, location=location, revision=certificate.revision)
