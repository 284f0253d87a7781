"""POST /scopes/{scope}/certificates: uploads a certificate, in one of three forms."""

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.intents.uploads import DynamoUploads
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.adapters.public_roots import public_roots
from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.uploads import uploaded_certificate
from certkeeper.entrypoints.views.certificates import certificate_with_chain_view
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.storage import in_table, in_tagged_secrets
from certkeeper.services.uploads.request import UploadRequest
from certkeeper.services.uploads.upload_certificate import upload_certificate


@operation("upload_certificate")
def handler(request: Request) -> Response:
    """Return the answer to a request: 201 with the new certificate, its chain and the verdicts on it."""
    now = utc_now()
    upload, name, wanted = uploaded_certificate(request)
    wish = UploadRequest(
        scope=path.scope_name(request),
        upload=upload,
        caller=request.caller,
        idempotency_key=parameters.idempotency_key(request),
        certificate_name=name,
        settings=wanted,
    )
    certificate, version = upload_certificate(
        wish,
        scopes=in_table(DynamoScopes),
        certificates=in_table(DynamoCertificates),
        uploads=in_table(DynamoUploads),
        vault=in_tagged_secrets(SecretsManagerUploads),
        event_bus=event_bus(),
        roots=public_roots(),
        new_id=new_uuid7,
        now=now,
    )
    shown = certificate_with_chain_view(certificate, [version], now=now)
    location = f"certificates/{certificate.certificate_id}"
    return json_response(201, shown, location=location, revision=certificate.revision)
