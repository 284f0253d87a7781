"""How renewals went, by how long the certificates live: what the table of a soak shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from tools.soak.simulation.population import MANUAL_MODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.soak.simulation.world import SoakWorld


@dataclass
class RenewalStatistics:
    """Of one lifetime. `automatic` and `manual` are the least life that was left as a successor came; None for none.

    The first is of those that renew by themselves, the second of those for which a person had to do something.
    """

    certificates: int = 0
    renewals: int = 0
    automatic: timedelta | None = None
    manual: timedelta | None = None


def renewals_by_lifetime(world: SoakWorld) -> dict[timedelta, RenewalStatistics]:
    """Return the statistics of the world's renewals by lifetime, from the shortest up."""
    found: defaultdict[timedelta, RenewalStatistics] = defaultdict(RenewalStatistics)
    for certificate_id, subject in world.population.items():
        renewed = found[subject.lifetime]
        history = world.simulation.history.versions[certificate_id]
        left = [before.not_after - after.since for before, after in pairwise(history)]
        renewed.certificates += 1
        renewed.renewals += len(left)
        if subject.automatic and subject.failing_days is None:
            renewed.automatic = _least([*left, renewed.automatic])
        elif subject.mode in MANUAL_MODES and not subject.unattended:
            renewed.manual = _least([*left, renewed.manual])
    return dict(sorted(found.items()))


def _least(found: Iterable[timedelta | None]) -> timedelta | None:
    return min((each for each in found if each is not None), default=None)
