"""The order of a renewal: by the renewal plan, for the names of the current version (ADR 54)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.orders.order import Order, OrderStatus, Steps
from certkeeper.domain.renewal.renewal_info import ari_id
from certkeeper.domain.renewal.state import START_TIMEOUT

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateFacts
    from certkeeper.domain.renewal.plan import RenewalPlan

CALLER = "certkeeper"
"""The `created_by` of orders that no person has placed."""


def renewal_order(
    certificate: Certificate,
    plan: RenewalPlan,
    facts: CertificateFacts,
    *,
    order_id: str,
    now: datetime,
    caller: str = CALLER,
) -> Order:
    """Return the order that renews a certificate by its plan; `facts` are those of its current version.

    Its steps are automatic: with an assisted plan the state machine checks until the record is there. A private key
    that was revoked, or that a person wants to replace, is not used again, whatever the settings say.
    """
    another_key = certificate.revoked_at is not None or certificate.state.new_key_wanted_at is not None
    return Order(
        order_id=order_id,
        scope=certificate.scope,
        certificate_id=certificate.certificate_id,
        name=certificate.name,
        names=certificate.ordered_names,
        key_type=plan.key_type,
        steps=Steps.AUTOMATIC,
        status=OrderStatus.PENDING,
        created_at=now,
        created_by=caller,
        challenge=plan.challenge,
        solver=plan.solver,
        delegation_zone=plan.delegation_zone,
        profile=plan.profile,
        renews_version=certificate.version,
        replaces=ari_id(facts),
        key_source_id=certificate.order_id if certificate.settings.key_reused and not another_key else "",
    )


def with_running_order(certificate: Certificate, order: Order, now: datetime) -> Certificate:
    """Return the certificate with the renewal that runs with this order since `now`."""
    running = replace(
        certificate.state,
        order_id=order.order_id,
        order_check_at=now + START_TIMEOUT,
        next_attempt_at=None,
        held_back=False,
    )
    return replace(certificate, renewal=running)
