"""Verify: a person asks whether the challenges are in place. We look first; the CA hears only if all are."""

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
    """What a look has found for each name. `ready`: the machine goes on; else nothing was spent at the CA."""

    order: Order
    findings: tuple[Finding, ...]
    next_verify_at: datetime

    @property
    def ready(self) -> bool:
        """Whether every name is in place."""
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
    """Looks at every name still pending, and lets the machine answer the CA where all are in place.

    `challenge` names or switches the challenge until the CA has been told. Raises NotFoundError, OutOfOrderError,
    TooSoonError (a person may look once in `interval`) and RefusedError. The same `idempotency_key` again gives what
    the first look found, and does what that call did not come to do: look, or wake the machine.
    """
    order, repeated = change_order(
        scope,
        order_id,
        lambda current: _reserve(current, challenge, idempotency_key, orders, interval, now),
        orders=orders,
    )
    findings = order.findings if repeated and _has_checked(order) else lookout.check(order.expectations())
    verification = Verification(order, findings, (order.checked_at or now) + interval)

    def note(current: Order) -> Order:
        if current.answered_at is not None or current.ended:
            return current
        seen = replace(current, findings=findings)
        if not verification.ready:
            return orders.save(seen)
        return wake(replace(seen, verify_requested_at=now), orders=orders, machine=machine)

    return replace(verification, order=change_order(scope, order_id, note, orders=orders))


def _reserve(
    order: Order,
    challenge: ChallengeType | None,
    idempotency_key: str | None,
    orders: Orders,
    interval: timedelta,
    now: datetime,
) -> tuple[Order, bool]:
    """Notes the look before it is taken: of two clicks at once, one finds the other's note. True for a repeat."""
    if idempotency_key and order.verify_key == idempotency_key:
        return order, True
    require(order, Action.VERIFY, now)
    if order.checked_at is not None and now < order.checked_at + interval:
        raise TooSoonError(order.checked_at + interval)
    chosen = _chosen_challenge(order, challenge)
    return orders.save(replace(order, challenge=chosen, checked_at=now, verify_key=idempotency_key or "")), False


def _chosen_challenge(order: Order, named: ChallengeType | None) -> ChallengeType:
    """The challenge for all names of the order. Raises RefusedError: none was named, or it is not offered."""
    chosen = named or order.challenge
    if chosen is None:
        known = ", ".join(ChallengeType)
        raise RefusedError([Violation("/challenge", "challenge_missing", f"choose the challenge to verify: {known}")])
    without = [
        authorization.name for authorization in order.pending_authorizations if authorization.challenge(chosen) is None
    ]
    if without:
        raise RefusedError([Violation("/challenge", "challenge_not_offered", _not_offered(chosen, without))])
    return chosen


def _not_offered(chosen: ChallengeType, names: list[str]) -> str:
    if chosen is ChallengeType.HTTP_01 and any(name.startswith("*.") for name in names):
        return "the order has a wildcard, and a wildcard needs dns-01 (RFC 8555 section 8.3 proves one host only)"
    return f"the CA does not offer {chosen} for {len(names)} of the names"


def _has_checked(order: Order) -> bool:
    """Whether the look that was noted has been taken as well, by that call or by the machine since."""
    told = order.answered_at is not None or order.ended
    noted = order.checked_at
    return told or bool(order.findings and noted and all(finding.checked_at >= noted for finding in order.findings))
