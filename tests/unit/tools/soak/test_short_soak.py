"""Four months of a few hundred certificates, whenever tests run; `make soak` is a year of ten thousand.

The same seed in each run, so that a run that fails fails again; `make soak` draws one, and says which.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tools.soak.results.promises import violations
from tools.soak.results.renewals import renewals_by_lifetime
from tools.soak.results.table import soak_table
from tools.soak.simulation.population import LIFETIMES
from tools.soak.simulation.world import SoakWorld

SEED = 1
CERTIFICATES, DAYS = 200, 120
MAX_ORDERS = 20
"""In three hours, in place of 300: so that the little that this world orders comes upon the limit."""


@pytest.fixture(scope="module")
def world() -> SoakWorld:
    """What has been lived through."""
    made = SoakWorld(certificates=CERTIFICATES, days=DAYS, seed=SEED, max_orders=MAX_ORDERS)
    made.run()
    return made


def test_every_promise_is_kept_whatever_goes_wrong(world: SoakWorld) -> None:
    """An outage of three days, a day without sweeps, refused nonces, server errors, throttling, crashes."""
    assert violations(world) == []


def test_it_has_come_upon_all_that_it_is_about(world: SoakWorld) -> None:
    """What has not happened has not been tested."""
    assert world.faults.injected.keys() == {
        "crashes after a call",
        "crashes before a call",
        "refused nonces",
        "requests while the CA is out",
        "server errors",
        "throttled calls",
    }
    assert world.simulation.history.failed
    assert renewals_by_lifetime(world).keys() <= LIFETIMES.keys()
    assert sum(each.renewals for each in renewals_by_lifetime(world).values()) > CERTIFICATES
    assert f"(of {MAX_ORDERS})" in soak_table(world)


def test_the_same_seed_is_the_same_year() -> None:
    """Whoever has a seed can see what has happened."""
    first, second = (SoakWorld(certificates=20, days=40, seed=1) for _ in range(2))
    for each in (first, second):
        each.run()
    assert soak_table(first) == soak_table(second)
    assert first.end - first.begin == timedelta(days=40)
