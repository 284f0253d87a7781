"""FinalizeOrder: the certificate signing request is sent to the CA, once, while the order is `ready` there (ADR 49)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import TransientError
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import OrderStatus, Steps
from certkeeper.services.issuance.guards import fail, require_running
from certkeeper.x509.keys import signing_request

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.certificate_authority import OrderAtCa
    from certkeeper.ports.orders import Orders
    from certkeeper.services.issuance.acme_account import AcmeAccount


def finalize_order(
    scope: str,
    order_id: str,
    *,
    account: AcmeAccount,
    now: datetime,
) -> None:
    """Finalize the order of this scope and id, or find that an earlier attempt has.

    Raises OrderFailed, OrderExpired, and TransientError where the CA is not ready.
    """
    order = account.orders.get(scope, order_id)
    require_running(order, now, orders=account.orders)
    if order.status is OrderStatus.VALID:
        return
    if order.steps is Steps.MANUAL and order.issuance_requested_at is None:
        raise TransientError("woken before the deadline though nobody asked for the certificate")
    with account.session(order) as session:
        at_ca = session.order(order.url)
        if at_ca.status == "invalid":
            fail(order, order_invalid(at_ca), orders=account.orders)
        if at_ca.status == "pending":
            raise TransientError("the CA has verified every name, but its order is not ready yet")
        order = _record_finalization(order, now, orders=account.orders)
        if at_ca.status == "ready":
            csr = signing_request(account.vault.order_key(order.certificate_id, order.order_id), order.names)
            session.finalize(at_ca, csr)


def _record_finalization(order: Order, now: datetime, *, orders: Orders) -> Order:
    """Store the moment before the CA gets the request, and return the order.

    From here on a cancellation would lose a certificate that exists.
    """
    if order.finalized_at is not None:
        return order
    return orders.save(replace(order, status=OrderStatus.PROCESSING, finalized_at=now))


def order_invalid(at_ca: OrderAtCa) -> Failure:
    """Return the failure of an order that is invalid at the CA, with the CA's own reason if it gives one.

    `at_ca` is the order as the CA shows it.
    """
    detail = at_ca.problem_detail or "the CA calls the order invalid and gives no reason"
    return Failure("refused_by_ca", f"the CA refused to issue: {detail}", at_ca.problem_type)
