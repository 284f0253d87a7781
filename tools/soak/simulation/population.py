"""The certificates of the simulated world: of every lifetime, mode and source, at different points of their lives."""

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
"""Lifetimes with their shares in percent. 160 hours, 45, 64 and 90 days are Let's Encrypt's, 200 and 398 are or
were the limits of the CA/Browser Forum, and ten years are a private CA's."""


class Mode(StrEnum):
    """How the names are proved; certificates of the last mode are uploaded."""

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
FAILING_SHARE = 0.02
MANUAL_MODES = frozenset({Mode.ASSISTED, Mode.UPLOADED})
SHORTEST_MANUAL_LIFETIME = timedelta(days=45)
"""Nobody sets a record or uploads a file every three days."""


@dataclass(frozen=True, slots=True)
class SimulatedCertificate:
    """One certificate as the world begins.

    `age` is the share of its life that is over. `has_renewal_info`: its CA knows RFC 9773.

    `ordered_in_bulk`: it was ordered with many others at one moment. `unattended`: nobody sets its record or uploads
    its successor. Days are counted from the beginning: `failing_days` are the first and the last on which the CA does
    not find its challenge, `order_day` is when its first order is placed (None: it is there from the beginning),
    `revocation_day` when it is revoked.
    """

    number: int
    lifetime: timedelta
    mode: Mode
    names: tuple[str, ...]
    age: float
    settings: Settings
    has_renewal_info: bool = False
    ordered_in_bulk: bool = False
    unattended: bool = False
    failing_days: tuple[float, float] | None = None
    order_day: float | None = None
    revocation_day: float | None = None

    @property
    def source(self) -> Source:
        """Issued or uploaded."""
        return Source.UPLOADED if self.mode is Mode.UPLOADED else Source.ISSUED

    @property
    def automatic(self) -> bool:
        """Whether it is renewed without a person."""
        return self.mode not in MANUAL_MODES and self.settings.renewal_enabled

    @property
    def renewable(self) -> bool:
        """Whether it can be renewed: automatically, or by a person who acts."""
        return self.automatic or (self.assisted and not self.unattended)

    @property
    def assisted(self) -> bool:
        """Whether Certkeeper begins its renewal and a person sets the records."""
        return self.mode is Mode.ASSISTED and self.settings.renewal_enabled


def make_population(
    count: int, random: Random, days: float, failing_share: float = FAILING_SHARE
) -> list[SimulatedCertificate]:
    """Return `count` certificates for a world of so many days, drawn from `random`.

    `failing_share` is the share whose challenges fail for some days.
    """
    lifetimes = random.choices(list(LIFETIMES), list(LIFETIMES.values()), k=count)
    return [
        _simulated_certificate(number, lifetime, random, days, failing_share)
        for number, lifetime in enumerate(lifetimes)
    ]


def _simulated_certificate(
    number: int, lifetime: timedelta, random: Random, days: float, failing_share: float
) -> SimulatedCertificate:
    manual = lifetime >= SHORTEST_MANUAL_LIFETIME
    modes = {mode: share for mode, share in MODES.items() if manual or mode not in MANUAL_MODES}
    mode = random.choices(list(modes), list(modes.values()))[0]
    name = f"c{number}.{mode.replace('-', '')}.example.test"
    wildcard = mode in {Mode.ROUTE53, Mode.DELEGATED} and random.random() < 0.2
    issued = mode is not Mode.UPLOADED
    begin, order_day, revocation_day = (random.uniform(0, days) for _ in range(3))
    settings = Settings(
        domain=name,
        notices_enabled=False if random.random() < 0.03 else None,
        notice_days=(30, 10) if random.random() < 0.05 and lifetime > timedelta(days=30) else (),
        renewal_enabled=random.random() >= 0.02,
        key_reused=random.random() < 0.1,
    )
    return SimulatedCertificate(
        number=number,
        lifetime=lifetime,
        mode=mode,
        names=(name, f"*.{name}") if wildcard else (name,),
        age=random.uniform(0, 0.45),
        settings=settings,
        has_renewal_info=issued and random.random() < 0.05,
        ordered_in_bulk=mode is Mode.HTTP_01 and lifetime == timedelta(days=90) and random.random() < 0.5,
        unattended=mode in MANUAL_MODES and random.random() < 0.05,
        failing_days=(begin, begin + random.uniform(1, 40)) if issued and random.random() < failing_share else None,
        order_day=order_day if issued and random.random() < 0.03 else None,
        revocation_day=revocation_day if issued and random.random() < 0.01 else None,
    )
