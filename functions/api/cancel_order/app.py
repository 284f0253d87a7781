"""DELETE /scopes/{scope}/orders/{order_id}: cancels an order."""

from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.orders import order_summary
from certkeeper.entrypoints.wiring.machines import issuance_machine
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.orders.cancel_order import cancel_order


@operation("cancel_order")
def handler(request: Request) -> Response:
    """Return the answer to a request: 202 with the order, which its state machine cleans up and closes."""
    order = cancel_order(
        path.scope_name(request),
        path.identifier(request, "order"),
        orders=in_table(DynamoOrders),
        machine=issuance_machine(),
        now=utc_now(),
    )
    return json_response(202, order_summary(order), location=order.order_id)
