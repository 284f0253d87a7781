"""How a certificate is renewed: as it was ordered the last time."""

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
    """AUTOMATIC: we satisfy the challenge alone. ASSISTED: a person sets a record. NONE: we do not order it."""

    AUTOMATIC = "automatic"
    ASSISTED = "assisted"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RenewalPlan:
    """What of the last order counts for the next one.

    `spread`: the certificate was ordered together with many others, and its first renewal shall not be at their time.
    """

    challenge: ChallengeType
    solver: Solver = DEFAULT_SOLVER
    delegation_zone: str = ""
    key_type: KeyType = DEFAULT_KEY_TYPE
    profile: str = ""
    spread_renewal: bool = False

    @property
    def mode(self) -> RenewalMode:
        """A redirect, a CNAME, a hosted zone of ours or a standing record stay; a TXT record of dns-01 does not."""
        by_hand = self.challenge is ChallengeType.DNS_01 and self.solver is Solver.ASSISTED
        return RenewalMode.ASSISTED if by_hand else RenewalMode.AUTOMATIC


def plan_of(order: Order) -> RenewalPlan:
    """The plan that an order leaves behind. Where the CA asked for no challenge, the least that proves its names."""
    return RenewalPlan(
        challenge=order.challenge or _least(order),
        solver=order.solver,
        delegation_zone=order.delegation_zone,
        key_type=order.key_type,
        profile=order.profile,
        spread_renewal=order.spread_renewal,
    )


def _least(order: Order) -> ChallengeType:
    wildcard = any(name.startswith("*.") for name in order.names)
    return ChallengeType.DNS_01 if wildcard or order.solver is not DEFAULT_SOLVER else ChallengeType.HTTP_01
