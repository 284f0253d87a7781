"""The event of an issued order, which the task that issues publishes, and CloseOrder where that task failed to."""

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
    """Return the event of an order that has led to this version: Issued, or Renewed where there was a version before.

    Its id is the order's, so that repeats can be dropped. `now` counts where the order has no end.
    """
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
    """Return the detail of the event.

    Administrators that were warned about the version before are notified that the warning is over.
    """
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
