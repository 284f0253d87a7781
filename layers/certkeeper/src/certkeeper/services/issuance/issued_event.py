"""What is told of an order that was issued: by the task that issues, and again where that could not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain import event_details
from certkeeper.domain.events import Event, EventType

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import CertificateVersion
    from certkeeper.domain.event_details import Detail
    from certkeeper.domain.orders.order import Order


def issued_event(order: Order, version: CertificateVersion, now: datetime) -> Event:
    """Issued, or Renewed where there was a version before; its id is the order's, however often it is published."""
    return Event(
        event_id=order.order_id,
        type=EventType.CERTIFICATE_RENEWED if version.version > 1 else EventType.CERTIFICATE_ISSUED,
        occurred_at=order.closed_at or now,
        scope=order.scope,
        certificate_id=order.certificate_id,
        order_id=order.order_id,
        detail=_detail(order, version),
    )


def _detail(order: Order, version: CertificateVersion) -> Detail:
    """Whoever heard a warning of the version before hears that it is over."""
    name, number, facts = order.name, version.version, version.facts
    if number == 1:
        return event_details.issued(name=name, version=number, not_after=facts.not_after, sha256=facts.sha256)
    return event_details.renewed(
        name=name,
        version=number,
        not_after=facts.not_after,
        sha256=facts.sha256,
        after_warning=order.after_warning,
    )
