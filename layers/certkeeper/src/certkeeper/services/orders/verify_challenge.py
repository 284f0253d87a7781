"""The verification of challenges: a check from outside, and the request to the CA to validate if all are in place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import RefusedError, TooSoonError, Violation
from certkeeper.domain.orders.actions import Action, require
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.services.orders.order_changes import change_order, wake

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from certkeeper.domain.dns.findings import Finding
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.challenges import Lookout
    from certkeeper.ports.orders import Machine, Orders


@dataclass(frozen=True, slots=True)
class Verification:
    """The findings of a check, one for each name.

    If it is `ready`, the state machine goes on; else the CA was not asked. `next_verify_at` is when a person may ask
    again.
    """

    order: Order
    findings: tuple[Finding, ...]
    next_verify_at: datetime

    @property
    def ready(self) -> bool:
        """Whether every challenge is in place."""
        return all(finding.ready for finding in self.findings)


def verify_challenge(
    scope: str,
    order_id: str,
    *,
    challenge: ChallengeType | None,
    idempotency_key: str | None,
    orders: Orders,
    lookout: Lookout,
    machine: Machine,
    interval: timedelta,
    now: datetime,
) -> Verification:
    """Check the pending challenges, let the state machine answer the CA if all are in place, and return the findings.

    `challenge` chooses or changes the challenge of the order of this scope and id, as long as the CA was not asked to
    validate. With an `idempotency_key` that was used before, the earlier findings are returned, and what that call did
    not do is done: the check, or waking the state machine. A person may check once in `interval`. Raises NotFoundError,
    OutOfOrderError, TooSoonError and RefusedError.
    """
    order, repeated = change_order(
        scope,
        order_id,
        lambda current: _reserve(current, challenge, idempotency_key, orders, interval, now),
        orders=orders,
    )
    findings = order.findings if repeated and _has_checked(order) else lookout.check(order.expectations())
    verification = Verification(order, findings, (order.checked_at or now) + interval)

    def store(current: Order) -> Order:
        if current.answered_at is not None or current.ended:
            return current
        checked = replace(current, findings=findings)
        if not verification.ready:
            return orders.save(checked)
        return wake(replace(checked, verify_requested_at=now), orders=orders, machine=machine)

    return replace(verification, order=change_order(scope, order_id, store, orders=orders))


def _reserve(
    order: Order,
    challenge: ChallengeType | None,
    idempotency_key: str | None,
    orders: Orders,
    interval: timedelta,
    now: datetime,
) -> tuple[Order, bool]:
    """Store the moment before the check: of two requests at once, the second one finds it. Return True for a repeat."""
    if idempotency_key and order.verify_key == idempotency_key:
        return order, True
    require(order, Action.VERIFY, now)
    if order.checked_at is not None and now < order.checked_at + interval:
        raise TooSoonError(order.checked_at + interval)
    chosen = _chosen_challenge(order, challenge)
    return orders.save(replace(order, challenge=chosen, checked_at=now, verify_key=idempotency_key or "")), False


def _chosen_challenge(order: Order, named: ChallengeType | None) -> ChallengeType:
    """Return the challenge for all names of the order.

    Raises RefusedError where none is chosen, or it is not offered.
    """
    chosen = named or order.challenge
    if chosen is None:
        known = ", ".join(ChallengeType)
        raise RefusedError([Violation("/challenge", "challenge_missing", f"choose the challenge to verify: {known}")])
    without = [
        authorization.name for authorization in order.pending_authorizations if authorization.challenge(chosen) is None
    ]
    if without:
        raise RefusedError([Violation("/challenge", "challenge_not_offered", _not_offered(order, chosen, without))])
    return chosen


def _not_offered(order: Order, chosen: ChallengeType, names: list[str]) -> str:
    if chosen is ChallengeType.HTTP_01 and any(name.startswith("*.") for name in names):
        return "the order has a wildcard, which http-01 cannot prove (RFC 8555 section 8.3); choose dns-01"
    offered = sorted({each.type for one in order.pending_authorizations for each in one.challenges})
    return f"the CA does not offer {chosen} for {len(names)} of the names; it offers {', '.join(offered)}"


def _has_checked(order: Order) -> bool:
    """Return whether the check for which `checked_at` was stored was also done.

    That call has done it, or the state machine since.
    """
    answered = order.answered_at is not None or order.ended
    since = order.checked_at
    return answered or bool(order.findings and since and all(finding.checked_at >= since for finding in order.findings))
