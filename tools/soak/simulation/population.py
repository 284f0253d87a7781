"""Who lives in the simulated world: certificates of every lifetime, mode and source, each at some point of its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import Settings, Source
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.renewal.plan import RenewalPlan

if TYPE_CHECKING:
    from random import Random

DELEGATION_ZONE = "acme.example.net"

LIFETIMES = {
    timedelta(hours=160): 2,
    timedelta(days=45): 24,
    timedelta(days=64): 20,
    timedelta(days=90): 26,
    timedelta(days=200): 15,
    timedelta(days=398): 8,
    timedelta(days=3650): 5,
}
"""With what share of a hundred. 160 hours, 45, 64 and 90 days are Let's Encrypt's, 200 and 398 have been the CA/Browser
Forum's most, ten years are a private CA's."""


class Mode(StrEnum):
    """Who proves the names, or that nobody does: then somebody uploads."""

    HTTP_01 = "http-01"
    ROUTE53 = "route53"
    DELEGATED = "delegated"
    PERSIST = "persist"
    ASSISTED = "assisted"
    UPLOADED = "uploaded"


MODES = {
    Mode.HTTP_01: 36,
    Mode.ROUTE53: 18,
    Mode.DELEGATED: 12,
    Mode.PERSIST: 9,
    Mode.ASSISTED: 13,
    Mode.UPLOADED: 12,
}
PLANS = {
    Mode.HTTP_01: RenewalPlan(ChallengeType.HTTP_01),
    Mode.ROUTE53: RenewalPlan(ChallengeType.DNS_01, Solver.ROUTE53),
    Mode.DELEGATED: RenewalPlan(ChallengeType.DNS_01, Solver.DELEGATED, DELEGATION_ZONE),
    Mode.PERSIST: RenewalPlan(ChallengeType.DNS_PERSIST_01),
    Mode.ASSISTED: RenewalPlan(ChallengeType.DNS_01),
}
BROKEN = 0.02
BY_HAND = frozenset({Mode.ASSISTED, Mode.UPLOADED})
SHORTEST_BY_HAND = timedelta(days=45)
"""Nobody sets a record or uploads a file every three days."""


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """One certificate as the world begins. `age` is the share of its life that is over. `asks`: its CA knows RFC 9773.

    `bulk`: it was ordered with many others at one moment. `neglected`: nobody sets its record or uploads its successor.
    Days are counted from the beginning: `broken` from when until when the CA does not find its challenge though we do,
    `arrives` when its first order is placed, None for who is there already, `revoked` when it is revoked.
    """

    number: int
    lifetime: timedelta
    mode: Mode
    names: tuple[str, ...]
    age: float
    settings: Settings
    asks: bool = False
    bulk: bool = False
    neglected: bool = False
    broken: tuple[float, float] | None = None
    arrives: float | None = None
    revoked: float | None = None

    @property
    def source(self) -> Source:
        """Issued or uploaded."""
        return Source.UPLOADED if self.mode is Mode.UPLOADED else Source.ISSUED

    @property
    def automatic(self) -> bool:
        """Whether nobody has to do anything for its renewal."""
        return self.mode not in BY_HAND and self.settings.renewal_enabled

    @property
    def renewed(self) -> bool:
        """Whether it can be renewed: what needs a person too, where that person acts."""
        return self.automatic or (self.assisted and not self.neglected)

    @property
    def assisted(self) -> bool:
        """Whether its renewal is ours to begin and a person's to go on with."""
        return self.mode is Mode.ASSISTED and self.settings.renewal_enabled


def inhabitants(count: int, random: Random, days: float, broken: float = BROKEN) -> list[Inhabitant]:
    """So many of them, for so many days; `broken` is the share whose challenges fail for a while."""
    lifetimes = random.choices(list(LIFETIMES), list(LIFETIMES.values()), k=count)
    return [_inhabitant(number, lifetime, random, days, broken) for number, lifetime in enumerate(lifetimes)]


def _inhabitant(number: int, lifetime: timedelta, random: Random, days: float, broken: float) -> Inhabitant:
    by_hand = lifetime >= SHORTEST_BY_HAND
    modes = {mode: share for mode, share in MODES.items() if by_hand or mode not in BY_HAND}
    mode = random.choices(list(modes), list(modes.values()))[0]
    name = f"c{number}.{mode.replace('-', '')}.example.test"
    wildcard = mode in {Mode.ROUTE53, Mode.DELEGATED} and random.random() < 0.2
    issued = mode is not Mode.UPLOADED
    begin, arrives, revoked = (random.uniform(0, days) for _ in range(3))
    settings = Settings(
        domain=name,
        notices_enabled=False if random.random() < 0.03 else None,
        notice_days=(30, 10) if random.random() < 0.05 and lifetime > timedelta(days=30) else (),
        renewal_enabled=random.random() >= 0.02,
        key_reused=random.random() < 0.1,
    )
    return Inhabitant(
        number=number,
        lifetime=lifetime,
        mode=mode,
        names=(name, f"*.{name}") if wildcard else (name,),
        age=random.uniform(0, 0.45),
        settings=settings,
        asks=issued and random.random() < 0.05,
        bulk=mode is Mode.HTTP_01 and lifetime == timedelta(days=90) and random.random() < 0.5,
        neglected=mode in BY_HAND and random.random() < 0.05,
        broken=(begin, begin + random.uniform(1, 40)) if issued and random.random() < broken else None,
        arrives=arrives if issued and random.random() < 0.03 else None,
        revoked=revoked if issued and random.random() < 0.01 else None,
    )
