"""POST /scopes/{scope}/certificates/{certificate_id}/renewals: renews now; the state machine takes it from here."""

from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.renewals import chosen_key
from certkeeper.entrypoints.views.orders import order_summary
from certkeeper.entrypoints.wiring.issuance_machine import issuance_machine
from certkeeper.entrypoints.wiring.table.certificates import certificates
from certkeeper.entrypoints.wiring.table.orders import orders
from certkeeper.entrypoints.wiring.table.rations import rations
from certkeeper.entrypoints.wiring.table.renewals import renewals
from certkeeper.services.certificates.renew_certificate import RenewalRequest, Renewing


@operation("renew_certificate")
def handler(request: Request) -> Response:
    """202: the order of the renewal, the running one where one runs."""
    wish = RenewalRequest(
        scope=path.scope_name(request),
        certificate_id=path.identifier(request, "certificate"),
        key=chosen_key(request),
        caller=request.caller,
        idempotency_key=parameters.idempotency_key(request),
    )
    renewing = Renewing(
        certificates=certificates(),
        orders=orders(),
        renewals=renewals(),
        rations=rations(),
        machine=issuance_machine(),
        new_id=new_uuid7,
    )
    order = renewing.renew(wish, utc_now())
    return json_response(202, order_summary(order), location=f"../../orders/{order.order_id}")
