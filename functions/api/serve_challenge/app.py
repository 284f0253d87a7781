"""GET /.well-known/acme-challenge/{token}: answers the CA (RFC 8555 section 8.3). Public."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.responder import DynamoResponder
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import public_operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response
from certkeeper.services.issuance.serve_challenge import serve_challenge


@cache
def _responder() -> DynamoResponder:
    return DynamoResponder(settings.table_name(), client("dynamodb"))


@public_operation
def handler(request: Request) -> Response:
    """200 with the key authorization and nothing else."""
    key_authorization = serve_challenge(path.token(request), responder=_responder())
    return Response(200, key_authorization, "application/octet-stream")
