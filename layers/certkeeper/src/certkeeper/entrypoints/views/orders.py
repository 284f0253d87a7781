"""Documents of orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.orders.actions import Action, allowed_actions
from certkeeper.domain.orders.failures import failure_text
from certkeeper.entrypoints.views.challenges import authorization_view, finding_view
from certkeeper.entrypoints.views.parts import moment

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from certkeeper.domain.dns.zones import DnsRecord
    from certkeeper.domain.orders.order import Order
    from certkeeper.entrypoints.contract import orders as documents


def order_summary(order: Order) -> documents.OrderSummary:
    """Return the document of an order in a list: no authorizations, findings or actions, which depend on them."""
    return {
        "order_id": order.order_id,
        "scope": order.scope,
        "certificate_id": order.certificate_id,
        "certificate_name": order.name,
        "names": list(order.names),
        "status": order.status,
        "steps": order.steps,
        "challenge": order.challenge,
        "solver": order.solver,
        "profile": order.profile or None,
        "key_type": order.key_type,
        "renews": order.renews_version or None,
        "created_at": moment(order.created_at),
        "created_by": order.created_by,
        "deadline": moment(order.deadline),
        "cancel_requested_at": moment(order.cancel_requested_at),
        "closed_at": moment(order.closed_at),
        "failure": _failure_view(order),
    }


def order_view(order: Order, *, interval: timedelta, now: datetime) -> documents.Order:
    """Return the document of one order as of `now`.

    `actions` is what may be called now. `interval` is the time between two verifications by a person.
    """
    actions = allowed_actions(order, now)
    return {
        **order_summary(order),
        "actions": list(actions),
        "next_verify_at": moment(_next_verify_at(order, interval)) if Action.VERIFY in actions else None,
        "authorizations": [authorization_view(order, one) for one in order.authorizations],
        "findings": [finding_view(finding) for finding in order.findings],
        "left_behind": [_left_view(record) for record in order.records_to_remove if record.trouble],
    }


def _left_view(record: DnsRecord) -> documents.LeftBehind:
    """Return the document of TXT values that Certkeeper could not remove, and why."""
    return {
        "record_name": record.name,
        "zone": record.zone,
        "record_values": list(record.values),
        "reason": record.trouble,
    }


def _next_verify_at(order: Order, interval: timedelta) -> datetime | None:
    return None if order.checked_at is None else order.checked_at + interval


def _failure_view(order: Order) -> documents.Failure | None:
    """Return the document of an order's failure, or None.

    `detail` ends with what comes next; `acme_type` is the CA's own problem type, or null; `names` is empty if the
    failure is about the whole order.
    """
    failure = order.failure
    if failure is None:
        return None
    return {
        "code": failure.code,
        "detail": failure_text(failure, renewal=bool(order.renews_version)),
        "acme_type": failure.acme_type or None,
        "names": list(failure.names),
    }
