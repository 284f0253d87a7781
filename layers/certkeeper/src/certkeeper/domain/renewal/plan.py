"""The plan of a renewal: a certificate is ordered again as it was ordered the last time (ADR 54)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.key_types import DEFAULT_KEY_TYPE, KeyType
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.orders.challenges import ChallengeType

if TYPE_CHECKING:
    from certkeeper.domain.orders.order import Order


class RenewalMode(StrEnum):
    """AUTOMATIC: without a person. ASSISTED: a person sets a record. NONE: Certkeeper does not renew it."""

    AUTOMATIC = "automatic"
    ASSISTED = "assisted"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RenewalPlan:
    """The settings that the next order takes over from the last one.

    `spread_renewal`: many others were ordered at the same time, so the first renewal is moved away from theirs. `names`
    are those that were ordered, for a CA may add some; empty stands for the certificate's.
    """

    challenge: ChallengeType
    solver: Solver = DEFAULT_SOLVER
    delegation_zone: str = ""
    key_type: KeyType = DEFAULT_KEY_TYPE
    profile: str = ""
    spread_renewal: bool = False
    names: tuple[str, ...] = ()

    @property
    def mode(self) -> RenewalMode:
        """How it is renewed: only a TXT record of dns-01 that a person sets is needed anew each time."""
        by_hand = self.challenge is ChallengeType.DNS_01 and self.solver is Solver.ASSISTED
        return RenewalMode.ASSISTED if by_hand else RenewalMode.AUTOMATIC


def plan_of(order: Order) -> RenewalPlan:
    """Return the plan that an order leaves.

    Where the CA asked for no challenge, it has the simplest that proves the names.
    """
    return RenewalPlan(
        challenge=order.challenge or _least(order),
        solver=order.solver,
        delegation_zone=order.delegation_zone,
        key_type=order.key_type,
        profile=order.profile,
        spread_renewal=order.spread_renewal,
        names=order.names,
    )


def _least(order: Order) -> ChallengeType:
    wildcard = any(name.startswith("*.") for name in order.names)
    return ChallengeType.DNS_01 if wildcard or order.solver is not DEFAULT_SOLVER else ChallengeType.HTTP_01
