"""The events of a sweep. Their ids are the same however often a sweep decides or publishes them (ADR 51)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from certkeeper.domain import event_details
from certkeeper.domain.events import Event, EventType

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateFacts
    from certkeeper.domain.event_details import Detail
    from certkeeper.domain.notices.policy import Threshold
    from certkeeper.domain.orders.failures import Failure
    from certkeeper.domain.orders.order import Order


def expiring(certificate: Certificate, facts: CertificateFacts, threshold: Threshold, now: datetime) -> Event:
    """Return the event of a certificate that ends soon: its facts, the threshold that has passed, and `now`."""
    detail = event_details.expiring(
        name=certificate.name,
        version=certificate.version,
        threshold_days=threshold.days,
        not_after=facts.not_after,
    )
    return _event(certificate, EventType.CERTIFICATE_EXPIRING, str(threshold.days), detail, now)


def expired(certificate: Certificate, facts: CertificateFacts, now: datetime) -> Event:
    """Return the event, at `now`, of a certificate that has ended; `facts` are its contents."""
    detail = event_details.expired(name=certificate.name, version=certificate.version, not_after=facts.not_after)
    return _event(certificate, EventType.CERTIFICATE_EXPIRED, "", detail, now)


def renewal_failed(
    certificate: Certificate, order_id: str, failure: Failure, next_attempt_at: datetime | None, now: datetime
) -> Event:
    """Return the event, at `now`, of a certificate's renewal that failed in `order_id`, with the failure.

    `next_attempt_at` is None where no other attempt follows.
    """
    detail = event_details.renewal_failed(
        name=certificate.name,
        version=certificate.version,
        code=failure.code,
        reason=failure.detail,
        attempt=certificate.state.failures,
        next_attempt_at=next_attempt_at,
    )
    return _event(certificate, EventType.RENEWAL_FAILED, order_id, detail, now, order_id)


def action_required(order: Order, now: datetime) -> Event:
    """Return the event that a person has to set what the order shows, at `now`: one for each order."""
    return Event(
        event_id=_event_id(order.certificate_id, order.renews_version, EventType.ACTION_REQUIRED, order.order_id),
        type=EventType.ACTION_REQUIRED,
        occurred_at=now,
        scope=order.scope,
        certificate_id=order.certificate_id,
        order_id=order.order_id,
        detail=event_details.action_required(name=order.name, version=order.renews_version, deadline=order.deadline),
    )


def _event(
    certificate: Certificate,
    type_: EventType,
    mark: str,
    detail: Detail,
    now: datetime,
    order_id: str = "",
) -> Event:
    return Event(
        event_id=_event_id(certificate.certificate_id, certificate.version, type_, mark),
        type=type_,
        occurred_at=now,
        scope=certificate.scope,
        certificate_id=certificate.certificate_id,
        order_id=order_id,
        detail=detail,
    )


def _event_id(certificate_id: str, version: int, type_: EventType, mark: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"certkeeper:{certificate_id}/{version}/{type_}/{mark}"))
