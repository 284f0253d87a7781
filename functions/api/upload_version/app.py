"""POST /scopes/{scope}/certificates/{certificate_id}/versions: uploads a new version; the id stays."""

from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.uploads import uploaded_version
from certkeeper.entrypoints.wiring.storage import in_secrets
from certkeeper.entrypoints.wiring.uploads import stored_upload
from certkeeper.services.uploads.request import UploadRequest


@operation("upload_version")
def handler(request: Request) -> Response:
    """Return the answer to a request: 201 with the certificate, its new version and the verdicts on it."""
    certificate_id = path.identifier(request, "certificate")
    upload, confirmation = uploaded_version(request, "upload_version")
    wish = UploadRequest(
        scope=path.scope_name(request),
        upload=upload,
        caller=request.caller,
        idempotency_key=parameters.idempotency_key(request),
        certificate_id=certificate_id,
        confirmation=confirmation,
    )
    shown, revision = stored_upload(wish, in_secrets(SecretsManagerUploads), utc_now())
    return json_response(201, shown, location=f"../{certificate_id}", revision=revision)
