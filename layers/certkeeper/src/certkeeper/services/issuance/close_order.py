"""CloseOrder: a failed order ends with its reason, and an order that was issued after all is published.

The reasons are in ADRs 3 and 23.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain import event_details
from certkeeper.domain.errors import RecordsLeft
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.orders.deadlines import deadline_failure
from certkeeper.domain.orders.failures import CANCELLED, OUT_OF_REACH, Failure, unexpected_failure
from certkeeper.domain.orders.order import OrderStatus
from certkeeper.services.certificates.settle_secret import settle_secret
from certkeeper.services.issuance.issued_event import issued_event

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.orders import Orders
    from certkeeper.ports.vaults import Vault

_STATUS_OF_ERROR = {"OrderExpired": OrderStatus.EXPIRED, "OrderCancelled": OrderStatus.CANCELLED}

_REASON_OF_ERROR = {
    "OrderCancelled": CANCELLED,
    "OrderPending": Failure("ca_too_slow", "the CA did not finish verifying in time; check the CA's status page"),
    "OrderProcessing": Failure("ca_too_slow", "the CA did not finish issuing in time; check the CA's status page"),
    "RecordsPending": Failure(
        "dns_too_slow",
        "Route 53 did not update all its name servers in time; check the AWS status page",
    ),
    "TransientError": OUT_OF_REACH,
}


def close_order(
    scope: str,
    order_id: str,
    *,
    error: str,
    orders: Orders,
    certificates: Certificates,
    vault: Vault,
    event_bus: EventBus,
    now: datetime,
) -> None:
    """End the order of this scope and id by `error`, the class name that the state machine caught.

    A reason that a task has stored stays. The end is stored first, so that no late task can commit; then the key is
    deleted, and the certificate's row last: a crash leaves a row that leads back here, never a key without a row. An
    order that was issued after all stays issued, and is published here, because its last task may have failed to. A
    failed renewal is published by the next sweep, with what follows from it. Raises RecordsLeft in the end where
    records of the order are still in a zone.
    """
    order = orders.get(scope, order_id)
    if order.status is OrderStatus.VALID:
        _settle(order, certificates, vault)
        version = certificates.version(order.certificate_id, order.version)
        event_bus.publish(issued_event(order, version, now))
    else:
        order = _closed(order, error, orders=orders, certificates=certificates, vault=vault, now=now)
        if not order.renews_version:
            event_bus.publish(_event(order, now))
    if order.records_to_remove:
        raise RecordsLeft


def _settle(order: Order, certificates: Certificates, vault: Vault) -> None:
    """Correct the secret by the row: a renewal may have published its value, and not committed."""
    if order.renews_version or order.status is OrderStatus.VALID:
        certificate = certificates.get(order.scope, order.certificate_id)
        settle_secret(certificate, certificates=certificates, vault=vault)


def _closed(
    order: Order, error: str, *, orders: Orders, certificates: Certificates, vault: Vault, now: datetime
) -> Order:
    if not order.ended:
        status = _STATUS_OF_ERROR.get(error, OrderStatus.INVALID)
        order = orders.save(replace(order.failed(_reason(order, error)), status=status, closed_at=now))
    vault.discard(order.certificate_id, order.order_id)
    _settle(order, certificates, vault)
    return orders.close(order)


def _reason(order: Order, error: str) -> Failure:
    if error == "OrderExpired":
        return deadline_failure(order)
    return _REASON_OF_ERROR.get(error) or unexpected_failure(error)


def _event(order: Order, now: datetime) -> Event:
    code = order.failure.code if order.failure else ""
    return Event(
        event_id=order.order_id,
        type=EventType.ORDER_FAILED,
        occurred_at=order.closed_at or now,
        scope=order.scope,
        certificate_id=order.certificate_id,
        order_id=order.order_id,
        detail=event_details.order_failed(name=order.name, status=order.status, code=code),
    )
