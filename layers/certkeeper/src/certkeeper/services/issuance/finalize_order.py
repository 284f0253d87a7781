"""FinalizeOrder: the CSR goes to the CA, once, and only while the order is `ready` there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import TransientError
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import OrderStatus, Steps
from certkeeper.services.issuance.ca_session import ca_session
from certkeeper.services.issuance.running import fail, require_running

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.accounts import Accounts
    from certkeeper.ports.certificate_authority import CertificateAuthority, OrderAtCa
    from certkeeper.ports.keys import Keys
    from certkeeper.ports.orders import Orders
    from certkeeper.ports.vaults import Vault


def finalize_order(
    scope: str,
    order_id: str,
    *,
    orders: Orders,
    accounts: Accounts,
    vault: Vault,
    keys: Keys,
    ca: CertificateAuthority,
    now: datetime,
) -> None:
    """Finalizes, or finds that an earlier try has. Raises OrderFailed, OrderExpired, TransientError."""
    order = orders.get(scope, order_id)
    require_running(order, now, orders=orders)
    if order.status is OrderStatus.VALID:
        return
    if order.steps is Steps.MANUAL and order.issuance_requested_at is None:
        raise TransientError("woken before the deadline though nobody asked for the certificate")
    with ca_session(order, orders=orders, accounts=accounts, vault=vault, keys=keys, ca=ca) as session:
        at_ca = session.order(order.url)
        if at_ca.status == "invalid":
            fail(order, order_invalid(at_ca), orders=orders)
        if at_ca.status == "pending":
            raise TransientError("the CA has verified every name, but its order is not ready yet")
        order = _note_finalization(order, now, orders=orders)
        if at_ca.status == "ready":
            csr = keys.csr(vault.order_key(order.certificate_id, order.order_id), order.names)
            session.finalize(at_ca, csr)


def _note_finalization(order: Order, now: datetime, *, orders: Orders) -> Order:
    """Written before the CA is told: from here on a cancellation would lose a certificate that exists."""
    if order.finalized_at is not None:
        return order
    return orders.save(replace(order, status=OrderStatus.PROCESSING, finalized_at=now))


def order_invalid(at_ca: OrderAtCa) -> Failure:
    """The CA's own problem with the order, where it gives one (RFC 8555 section 7.1.3)."""
    detail = at_ca.problem_detail or "the CA calls the order invalid and gives no reason"
    return Failure("refused_by_ca", f"the CA refused to issue: {detail}", at_ca.problem_type)
