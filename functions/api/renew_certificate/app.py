"""POST /scopes/{scope}/certificates/{certificate_id}/renewals: renews now, by an order."""

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.rate_limits import DynamoRateLimits
from certkeeper.adapters.dynamodb.renewals import DynamoRenewals
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.certificates import chosen_key
from certkeeper.entrypoints.views.orders import order_summary
from certkeeper.entrypoints.wiring.machines import issuance_machine
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.certificates.renew_certificate import CertificateRenewer, RenewalRequest


@operation("renew_certificate")
def handler(request: Request) -> Response:
    """Return the answer to a request: 202 with the order of the renewal, which may be running already."""
    wish = RenewalRequest(
        scope=path.scope_name(request),
        certificate_id=path.identifier(request, "certificate"),
        key=chosen_key(request),
        caller=request.caller,
        idempotency_key=parameters.idempotency_key(request),
    )
    renewing = CertificateRenewer(
        certificates=in_table(DynamoCertificates),
        scopes=in_table(DynamoScopes),
        orders=in_table(DynamoOrders),
        renewals=in_table(DynamoRenewals),
        rate_limits=in_table(DynamoRateLimits),
        machine=issuance_machine(),
        new_id=new_uuid7,
    )
    order = renewing.renew(wish, utc_now())
    return json_response(202, order_summary(order), location=f"../../orders/{order.order_id}")
