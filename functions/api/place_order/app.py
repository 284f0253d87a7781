"""POST /scopes/{scope}/orders: places an order, which the state machine runs."""

from certkeeper.adapters.domain_names import LibraryNameRules
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.rate_limits import DynamoRateLimits
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.domain.dns.ca_rules import ca_name_rules
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.orders import order_request
from certkeeper.entrypoints.views.orders import order_summary
from certkeeper.entrypoints.wiring.machines import issuance_machine
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.orders.place_order import place_order


@operation("place_order")
def handler(request: Request) -> Response:
    """Return the answer to a request: 202 with the order, a new one or the one that this Idempotency-Key has placed."""
    order, _ = place_order(
        order_request(request),
        scopes=in_table(DynamoScopes),
        orders=in_table(DynamoOrders),
        machine=issuance_machine(),
        rules=LibraryNameRules(),
        ca_rules=ca_name_rules(settings.acme_directory_url()),
        rate_limits=in_table(DynamoRateLimits),
        new_id=new_uuid7,
        delegation_zone=settings.delegation_zone(),
        now=utc_now(),
    )
    return json_response(202, order_summary(order), location=f"orders/{order.order_id}")
