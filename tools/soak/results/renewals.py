"""How renewals went, by how long the certificates live: what the table of a soak shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from tools.soak.simulation.population import BY_HAND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.soak.simulation.world import SoakWorld


@dataclass
class Renewed:
    """Of one lifetime. `automatic` and `by_hand` are the least life that was left as a successor came; None for none.

    The first is of those that renew by themselves, the second of those for which a person had to do something.
    """

    certificates: int = 0
    renewals: int = 0
    automatic: timedelta | None = None
    by_hand: timedelta | None = None


def renewals_by_lifetime(world: SoakWorld) -> dict[timedelta, Renewed]:
    """From the shortest life up."""
    found: defaultdict[timedelta, Renewed] = defaultdict(Renewed)
    for certificate_id, who in world.inhabitants.items():
        renewed = found[who.lifetime]
        lives = world.around.lives.versions[certificate_id]
        left = [before.not_after - after.since for before, after in pairwise(lives)]
        renewed.certificates += 1
        renewed.renewals += len(left)
        if who.automatic and who.broken is None:
            renewed.automatic = _least([*left, renewed.automatic])
        elif who.mode in BY_HAND and not who.neglected:
            renewed.by_hand = _least([*left, renewed.by_hand])
    return dict(sorted(found.items()))


def _least(found: Iterable[timedelta | None]) -> timedelta | None:
    return min((each for each in found if each is not None), default=None)
