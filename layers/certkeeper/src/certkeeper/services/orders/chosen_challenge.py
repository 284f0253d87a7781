"""Which challenge a person verifies with: the one named now, else the one named in the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.errors import RefusedError
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.violations import Violation

if TYPE_CHECKING:
    from certkeeper.domain.orders.order import Order


def chosen_challenge(order: Order, named: ChallengeType | None) -> ChallengeType:
    """The challenge for all names of the order. Raises RefusedError: none was named, or it is not offered."""
    chosen = named or order.challenge
    if chosen is None:
        known = ", ".join(ChallengeType)
        raise RefusedError([Violation("/challenge", "challenge_missing", f"name the challenge to verify: {known}")])
    without = [
        authorization.name for authorization in order.pending_authorizations if authorization.challenge(chosen) is None
    ]
    if without:
        raise RefusedError([Violation("/challenge", "challenge_not_offered", _reason(chosen, without))])
    return chosen


def _reason(chosen: ChallengeType, names: list[str]) -> str:
    if chosen is ChallengeType.HTTP_01 and any(name.startswith("*.") for name in names):
        return "the order has a wildcard, and a wildcard needs dns-01 (RFC 8555 section 8.3 proves one host only)"
    return f"the CA does not offer {chosen} for {len(names)} of the names"
