"""POST /scopes/{scope}/orders/{order_id}/verification: looks whether the challenges are in place."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.stepfunctions import StepFunctionsMachine
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.lookout.lookout import ChallengeLookout
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.verification import named_challenge
from certkeeper.entrypoints.views.challenges import verification_view
from certkeeper.services.orders.verify_challenge import verify_challenge


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@cache
def _lookout() -> ChallengeLookout:
    return ChallengeLookout(
        nameserver=settings.check_nameserver(),
        dns_port=settings.check_dns_port(),
        http_port=settings.check_http_port(),
        allow_private=settings.check_allow_private_addresses(),
    )


@cache
def _machine() -> StepFunctionsMachine:
    return StepFunctionsMachine(client("stepfunctions"))


@operation("verify_challenge")
def handler(request: Request) -> Response:
    """202 where all are, and the CA is told; 200 where something is missing, and nothing is spent at the CA."""
    order_id = path.identifier(request, "order")
    verification = verify_challenge(
        path.scope_name(request),
        order_id,
        challenge=named_challenge(request),
        idempotency_key=parameters.idempotency_key(request),
        orders=_orders(),
        lookout=_lookout(),
        machine=_machine(),
        interval=settings.verify_interval(),
        now=utc_now(),
    )
    if verification.ready:
        return json_response(202, verification_view(verification), location=f"../{order_id}")
    return json_response(200, verification_view(verification))
