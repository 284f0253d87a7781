"""GET /.well-known/acme-challenge/{token}: answers the CA (RFC 8555 section 8.3). Public."""

from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import public_operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response
from certkeeper.entrypoints.wiring.table.responder import responder
from certkeeper.services.issuance.serve_challenge import serve_challenge


@public_operation
def handler(request: Request) -> Response:
    """200 with the key authorization and nothing else."""
    key_authorization = serve_challenge(path.token(request), responder=responder())
    return Response(200, key_authorization, "application/octet-stream")
