"""A scenario, undisturbed or with a crash at one of its calls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from tests.integration.machine.aws.account import account
from tests.integration.machine.aws.calls import Calls, Point
from tests.integration.machine.aws.intercepted_calls import watch
from tests.integration.machine.runs.certificate_scenarios import CertificateScenario, Wrong
from tests.integration.machine.runs.issuance import Issuance
from tests.integration.machine.runs.sweeps import sweep_in_one_thread
from tests.integration.machine.world.outside_world import OutsideWorld
from tests.integration.machine.world.pebble_quirks import UnusableSerialError


@contextmanager
def person(world: OutsideWorld, crash_at: Point | None = None) -> Iterator[Issuance]:
    """Somebody with an account in which nothing has happened yet."""
    calls = Calls(crash_at)
    with pytest.MonkeyPatch.context() as patch, account(world.environment(), calls) as made:
        sweep_in_one_thread(patch)
        order = Issuance(made, world)
        order.put_scope()
        watch(calls, patch)
        yield order


def outcome_of(
    world: OutsideWorld,
    scenario: CertificateScenario,
    wrong: Wrong,
    *,
    crash_at: Point | None = None,
    deliveries: int = 1,
) -> tuple[Calls, list[str]]:
    """What was called, and what was wrong in the end; with another certificate where the first was an unlucky one."""
    while True:
        with suppress(UnusableSerialError), person(world, crash_at) as order:
            order.account.machine.deliveries = deliveries
            scenario(order)
            return order.account.calls, wrong(order)


def points(world: OutsideWorld, scenario: CertificateScenario, wrong: Wrong) -> list[Point]:
    """Where a run that nothing disturbs can be crashed."""
    calls, found = outcome_of(world, scenario, wrong)
    assert found == []
    return calls.points()


def crashed(world: OutsideWorld, scenario: CertificateScenario, point: Point, wrong: Wrong) -> list[str]:
    """What is wrong after a run that crashed at `point`."""
    calls, found = outcome_of(world, scenario, wrong, crash_at=point)
    assert calls.crashed, f"the run never came to {point}, but {calls.names}"
    return found
