"""POST /scopes/{scope}/certificates: uploads a certificate, in one of three forms."""

from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.uploads import uploaded_certificate
from certkeeper.entrypoints.wiring.storage import in_tagged_secrets
from certkeeper.entrypoints.wiring.uploads import stored_upload
from certkeeper.services.uploads.request import UploadRequest


@operation("upload_certificate")
def handler(request: Request) -> Response:
    """Return the answer to a request: 201 with the new certificate, its chain and the verdicts on it."""
    upload, name, wanted = uploaded_certificate(request)
    wish = UploadRequest(
        scope=path.scope_name(request),
        upload=upload,
        caller=request.caller,
        idempotency_key=parameters.idempotency_key(request),
        certificate_name=name,
        settings=wanted,
    )
    shown, revision = stored_upload(wish, in_tagged_secrets(SecretsManagerUploads), utc_now())
    location = f"certificates/{shown['certificate_id']}"
    return json_response(201, shown, location=location, revision=revision)
