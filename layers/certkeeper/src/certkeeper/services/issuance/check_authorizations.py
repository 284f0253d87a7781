"""CheckAuthorizations: every name is polled once; the state machine does the waiting (ADR 19)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import OrderExpired, OrderFailed, OrderPending
from certkeeper.domain.orders.deadlines import deadline_failure
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import OrderStatus
from certkeeper.domain.printable import with_name
from certkeeper.services.issuance.guards import fail, require_running
from certkeeper.services.issuance.progress import NextState, Progress, seconds_until_deadline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.certificate_authority import AuthorizationAtCa
    from certkeeper.services.issuance.acme_account import AcmeAccount

_WAITING = frozenset({"pending", "processing"})
_NAMED = 3
"""The most names in a reason; the order has them all."""


def check_authorizations(
    scope: str,
    order_id: str,
    *,
    account: AcmeAccount,
    now: datetime,
) -> Progress:
    """Make the order `ready` once the CA has verified every name, and return where the state machine goes.

    The progress says how many seconds a person has left to ask for the certificate of this scope and order id. Raises
    OrderPending while the CA is validating, and OrderFailed or OrderExpired with the reason on the order.
    """
    order = account.orders.get(scope, order_id)
    require_running(order, now, orders=account.orders)
    with account.session(order) as session:
        at_ca = [session.authorization(authorization.url) for authorization in order.pending_authorizations]
    refused = [authorization for authorization in at_ca if authorization.status not in {"valid", *_WAITING}]
    if refused:
        expired = all(authorization.status == "expired" for authorization in refused)
        error = OrderExpired if expired else OrderFailed
        failure = deadline_failure(order) if expired else _failure(refused)
        fail(_with_statuses(order, at_ca), failure, orders=account.orders, error=error)
    if any(authorization.status in _WAITING for authorization in at_ca):
        raise OrderPending
    if order.status is OrderStatus.PENDING:
        order = account.orders.save(replace(_with_statuses(order, at_ca), status=OrderStatus.READY))
    return Progress(NextState.AWAIT, seconds_until_deadline(order, now), order.wake_count)


def _with_statuses(order: Order, at_ca: Sequence[AuthorizationAtCa]) -> Order:
    statuses = {authorization.url: authorization.status for authorization in at_ca}
    return replace(
        order,
        authorizations=tuple(
            replace(authorization, status=statuses.get(authorization.url, authorization.status))
            for authorization in order.authorizations
        ),
    )


def _failure(refused: Sequence[AuthorizationAtCa]) -> Failure:
    reasons = "; ".join(_reason(one) for one in refused[:_NAMED])
    more = f"; and {len(refused) - _NAMED} more" if len(refused) > _NAMED else ""
    return Failure(
        code="validation_failed",
        detail=f"the CA could not verify {len(refused)} of the names ({reasons}{more}); correct what the reasons name",
        acme_type=next((one.problem_type for one in refused if one.problem_type), ""),
        names=tuple(one.name for one in refused),
    )


def _reason(refused: AuthorizationAtCa) -> str:
    return with_name(refused.name, refused.problem_detail or refused.status)
