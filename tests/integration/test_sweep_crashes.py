"""A crash before and after each external call of a sweep and of a renewal: nothing is lost, nothing happens twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile
from pathlib import Path

import pytest

from certkeeper.domain.clock import utc_now
from tests.integration.machine.aws.calls import Crash, after_changes, distinct
from tests.integration.machine.aws.crashing import crashed, outcome_of, person, points
from tests.integration.machine.interpreter.handlers import Answer
from tests.integration.machine.runs.certificate_scenarios import (
    LATER,
    CertificateScenario,
    Wrong,
    assisted,
    renewed,
    renewed_after_a_failure,
    renewed_by_hand,
    warned,
    wrong_after_assistance,
    wrong_after_failure,
    wrong_after_renewal,
    wrong_after_warnings,
)
from tests.integration.machine.runs.issuance import Issuance
from tests.integration.machine.runs.sweeps import FUNCTION, sweep
from tests.integration.machine.world.outside_world import OutsideWorld, outside

pytestmark = pytest.mark.timeout(600)  # a hundred renewals in one test, a second each

SCENARIOS = [
    (renewed, wrong_after_renewal),
    (renewed_after_a_failure, wrong_after_failure),
    (warned, wrong_after_warnings),
    (renewed_by_hand, wrong_after_renewal),
    (assisted, wrong_after_assistance),
]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[OutsideWorld]:
    """A CA, DNS and a customer's site for one test: together the tests take longer than such a world lives."""
    with outside(tmp_path) as started:
        yield started


@pytest.mark.parametrize(
    ("scenario", "wrong"), [SCENARIOS[0], SCENARIOS[2]], ids=[SCENARIOS[0][0].__name__, SCENARIOS[2][0].__name__]
)
def test_a_crash_before_or_after_any_call_of_a_sweep_loses_nothing(
    world: OutsideWorld, scenario: CertificateScenario, wrong: Wrong
) -> None:
    """One version more, one order more, each event under one id, and somebody checks again."""
    where = distinct([point for point in points(world, scenario, wrong) if point.call.startswith(FUNCTION)])
    assert len(where) > 10
    assert {str(point): found for point in where if (found := crashed(world, scenario, point, wrong))} == {}


def test_a_crash_after_any_call_of_the_sweeps_that_follow_a_failure_loses_nothing(world: OutsideWorld) -> None:
    """From where that way parts from the one that is known. After a call is before the next one."""
    known = set(points(world, renewed, wrong_after_renewal))
    parted = list(dropwhile(known.__contains__, points(world, renewed_after_a_failure, wrong_after_failure)))
    sweeps_of_it = [point for point in parted if point.call.startswith(FUNCTION)]
    where = after_changes(sweeps_of_it)
    assert len(where) > 10
    found = {
        str(point): wrong
        for point in where
        if (wrong := crashed(world, renewed_after_a_failure, point, wrong_after_failure))
    }
    assert found == {}


def test_a_crash_after_any_call_of_a_renewals_tasks_loses_nothing(world: OutsideWorld) -> None:
    """The second run of the machine, over a certificate that has a version. After a call is before the next one."""
    every = points(world, renewed, wrong_after_renewal)
    first_sweep = next(place for place, point in enumerate(every) if point.call.startswith(FUNCTION))
    tasks = [point for point in every[first_sweep:] if not point.call.startswith(FUNCTION)]
    where = after_changes(tasks)
    assert len(where) > 40
    found = {str(point): wrong for point in where if (wrong := crashed(world, renewed, point, wrong_after_renewal))}
    assert found == {}


@pytest.mark.parametrize(("scenario", "wrong"), SCENARIOS, ids=[scenario.__name__ for scenario, _ in SCENARIOS])
def test_every_sweep_and_every_task_may_be_delivered_twice(
    world: OutsideWorld, scenario: CertificateScenario, wrong: Wrong, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, as EventBridge and Lambda may; and as impatient people may, who ask twice."""
    renew = Issuance.renew

    def twice(account: object, moment: object) -> None:
        for _ in range(2):
            sweep(account, moment)  # type: ignore[arg-type]

    def renew_twice(order: Issuance) -> Answer:
        first, again = renew(order), renew(order)
        assert again == first
        return again

    monkeypatch.setattr("tests.integration.machine.runs.sweeps.sweep", twice)
    monkeypatch.setattr(Issuance, "renew", renew_twice)
    _, found = outcome_of(world, scenario, wrong, deliveries=2)
    assert found == []


def test_the_crashes_are_real(world: OutsideWorld) -> None:
    """That the tests above crash what they mean to."""
    where = [each for each in points(world, renewed, wrong_after_renewal) if each.call.startswith(FUNCTION)]
    with person(world, where[0]) as order:
        order.place(challenge="http-01")
        order.advance()
        with pytest.raises(Crash):
            sweep(order.account, utc_now() + LATER)
