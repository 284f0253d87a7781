"""GET /scopes/{scope}/orders: lists the orders of a scope, newest first."""

from certkeeper.adapters.dynamodb.order_reader import DynamoOrderReader
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.orders import order_summary
from certkeeper.entrypoints.views.parts import page_view
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.reading import list_orders


@operation("list_orders")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with a page of the scope's orders, without authorizations and findings."""
    page = list_orders(
        path.scope_name(request),
        orders=in_table(DynamoOrderReader),
        scopes=in_table(DynamoScopes),
        limit=parameters.limit(request),
        cursor=parameters.cursor(request),
    )
    return json_response(200, page_view(page.items, order_summary, page.next_cursor))
