"""GET /scopes/{scope}/orders/{order_id}: one order, with what each challenge needs and what may be called now."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.orders import order_view
from certkeeper.services.orders.get_order import get_order


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@operation("get_order")
def handler(request: Request) -> Response:
    """200."""
    order = get_order(path.scope_name(request), path.identifier(request, "order"), orders=_orders())
    return json_response(200, order_view(order, interval=settings.verify_interval(), now=utc_now()))
