"""GET /scopes/{scope}/orders/{order_id}: shows one order, what each challenge needs, and what may be called now."""

from certkeeper.adapters.dynamodb.order_reader import DynamoOrderReader
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.orders import order_view
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.reading import get_order


@operation("get_order")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the order, its authorizations, findings and allowed actions."""
    order = get_order(path.scope_name(request), path.identifier(request, "order"), orders=in_table(DynamoOrderReader))
    return json_response(200, order_view(order, interval=settings.verify_interval(), now=utc_now()))
