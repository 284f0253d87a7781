"""GET /scopes/{scope}/orders: the orders of a scope, newest first."""

from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.orders import order_summary
from certkeeper.entrypoints.views.pages import page_view
from certkeeper.entrypoints.wiring.table.orders_to_read import orders_to_read
from certkeeper.entrypoints.wiring.table.scopes import scopes
from certkeeper.services.reading import list_orders


@operation("list_orders")
def handler(request: Request) -> Response:
    """200 with one page."""
    page = list_orders(
        path.scope_name(request),
        orders=orders_to_read(),
        scopes=scopes(),
        limit=parameters.limit(request),
        cursor=parameters.cursor(request),
    )
    return json_response(200, page_view(page.items, order_summary, page.next_cursor))
