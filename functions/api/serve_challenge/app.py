"""GET /.well-known/acme-challenge/{token}: answers the CA (RFC 8555 section 8.3). Public."""

from certkeeper.adapters.dynamodb.responder import DynamoResponder
from certkeeper.domain.orders.challenges import key_authorization
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import public_operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response
from certkeeper.entrypoints.wiring.storage import in_table


@public_operation
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the key authorization of a token that was presented."""
    token = path.token(request)
    return Response(
        200, key_authorization(token, in_table(DynamoResponder).thumbprint(token)), "application/octet-stream"
    )
