"""POST /scopes/{scope}/orders: orders a certificate; the state machine takes it from here."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.stepfunctions import StepFunctionsMachine
from certkeeper.adapters.domain_names import LibraryNameRules
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.rations import DynamoRations
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.orders import order_request
from certkeeper.entrypoints.views.orders import order_summary
from certkeeper.services.orders.place_order import place_order


@cache
def _scopes() -> DynamoScopes:
    return DynamoScopes(settings.table_name(), client("dynamodb"))


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@cache
def _machine() -> StepFunctionsMachine:
    return StepFunctionsMachine(client("stepfunctions"), settings.state_machine_arn())


@cache
def _rations() -> DynamoRations:
    return DynamoRations(settings.table_name(), client("dynamodb"))


@operation("place_order")
def handler(request: Request) -> Response:
    """202: the order is placed, or was with the same Idempotency-Key."""
    order, _ = place_order(
        order_request(request),
        scopes=_scopes(),
        orders=_orders(),
        machine=_machine(),
        rules=LibraryNameRules(),
        rations=_rations(),
        new_id=new_uuid7,
        delegation_zone=settings.delegation_zone(),
        now=utc_now(),
    )
    return json_response(202, order_summary(order), location=f"orders/{order.order_id}")
