"""POST /scopes/{scope}/orders/{order_id}/issuance: issues, the third of the manual steps."""

from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.orders import order_summary
from certkeeper.entrypoints.wiring.machines import issuance_machine
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.orders.issue_certificate import issue_certificate


@operation("issue_certificate")
def handler(request: Request) -> Response:
    """Return the answer to a request: 202 with the order, which its state machine finalizes.

    The operation is idempotent, so the Idempotency-Key is only validated.
    """
    parameters.idempotency_key(request)
    order = issue_certificate(
        path.scope_name(request),
        path.identifier(request, "order"),
        orders=in_table(DynamoOrders),
        machine=issuance_machine(),
        now=utc_now(),
    )
    return json_response(202, order_summary(order), location=f"../{order.order_id}")
