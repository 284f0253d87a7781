"""GET /scopes/{scope}/orders: the orders of a scope, newest first."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.orders import order_summary
from certkeeper.entrypoints.views.pages import page_view
from certkeeper.services.orders.list_orders import list_orders


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@cache
def _scopes() -> DynamoScopes:
    return DynamoScopes(settings.table_name(), client("dynamodb"))


@operation("list_orders")
def handler(request: Request) -> Response:
    """200 with one page."""
    page = list_orders(
        path.scope_name(request),
        orders=_orders(),
        scopes=_scopes(),
        limit=parameters.limit(request),
        cursor=parameters.cursor(request),
    )
    return json_response(200, page_view(page.items, order_summary, page.next_cursor))
