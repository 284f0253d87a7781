"""POST /scopes/{scope}/orders/{order_id}/verification: checks whether the challenges are in place."""

from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.challenges import named_challenge
from certkeeper.entrypoints.views.challenges import verification_view
from certkeeper.entrypoints.wiring.lookout import lookout
from certkeeper.entrypoints.wiring.machines import issuance_machine
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.orders.verify_challenge import verify_challenge


@operation("verify_challenge")
def handler(request: Request) -> Response:
    """Return the answer to a request: 202 where every challenge is in place, else 200 with the findings.

    The CA is asked to validate only in the first case.
    """
    order_id = path.identifier(request, "order")
    verification = verify_challenge(
        path.scope_name(request),
        order_id,
        challenge=named_challenge(request),
        idempotency_key=parameters.idempotency_key(request),
        orders=in_table(DynamoOrders),
        lookout=lookout(),
        machine=issuance_machine(),
        interval=settings.verify_interval(),
        now=utc_now(),
    )
    if verification.ready:
        return json_response(202, verification_view(verification), location=f"../{order_id}")
    return json_response(200, verification_view(verification))
