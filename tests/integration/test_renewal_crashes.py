"""A crash at each call of a renewal that a person asks for, or is asked to help with: done once, reported once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import dropwhile
from uuid import uuid4

import pytest

from certkeeper.domain.events import Event
from certkeeper.domain.orders.order import Order
from certkeeper.domain.renewal import sweep_events
from certkeeper.services.certificates import renew_certificate
from certkeeper.services.issuance import check_challenges
from tests.integration.machine.aws.calls import Point, When, distinct
from tests.integration.machine.aws.crashing import crashed, points
from tests.integration.machine.runs.certificate_scenarios import (
    CertificateScenario,
    Wrong,
    assisted,
    renewed,
    renewed_by_hand,
    renewed_by_hand_without_waiting,
    wrong_after_assistance,
    wrong_after_renewal,
)
from tests.integration.machine.runs.sweeps import FUNCTION
from tests.integration.machine.world.outside_world import OutsideWorld, outside

pytestmark = pytest.mark.timeout(600)  # as in `test_sweep_crashes`

BY_HAND = "renew_certificate"
START = f"{BY_HAND}: StartExecution"
CHECK = "check_challenges"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OutsideWorld]:
    """A CA, DNS and a customer's site for all tests of this file."""
    with outside(tmp_path_factory.mktemp("outside")) as started:
        yield started


def test_a_crash_before_or_after_any_call_of_a_renewal_by_hand_loses_nothing(world: OutsideWorld) -> None:
    """Whoever gets no answer asks again with the same Idempotency-Key: one order more, one version more."""
    every = points(world, renewed_by_hand, wrong_after_renewal)
    where = distinct([point for point in every if point.call.startswith(BY_HAND)])
    assert len(where) > 5
    assert wrong(world, renewed_by_hand, wrong_after_renewal, where) == {}


def test_a_renewal_by_hand_that_was_stored_begins_though_nobody_asks_again(world: OutsideWorld) -> None:
    """A sweep starts it, once its start has had its time; one that was started is not started again."""
    every = points(world, renewed_by_hand_without_waiting, wrong_after_renewal)
    where = [point for point in every if point.call == START]
    assert len(where) == len(When)
    assert wrong(world, renewed_by_hand_without_waiting, wrong_after_renewal, where) == {}


def test_a_renewal_by_hand_calls_what_a_sweeps_renewal_calls(world: OutsideWorld) -> None:
    """Behind its beginning there is no other way, and that one is crashed at each of its calls elsewhere."""
    by_hand = [point.call for point in points(world, renewed_by_hand, wrong_after_renewal)]
    by_sweep = [point.call for point in points(world, renewed, wrong_after_renewal)]
    rest = behind(BY_HAND, by_hand)
    assert len(rest) > 50
    assert rest == behind(FUNCTION, by_sweep)[: len(rest)]


def test_a_crash_after_any_check_of_an_assisted_renewal_asks_the_person_once(world: OutsideWorld) -> None:
    """From where that way parts from the one that is known. After a call is before the next one."""
    where = [point for point in checks(world) if point.when is When.AFTER]
    assert len(where) > 5
    assert sum("PutEvents" in point.call for point in where) == 1
    assert wrong(world, assisted, wrong_after_assistance, where) == {}


def test_a_renewal_would_be_done_twice_if_its_key_were_forgotten(
    world: OutsideWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the tests above find what they must: nothing but the key distinguishes a repeated request from a new one."""
    monkeypatch.setattr(renew_certificate, "_receipt", lambda *_: None)
    every = points(world, renewed_by_hand, wrong_after_renewal)
    where = [each for each in every if each.call == START and each.when is When.AFTER]
    (found,) = wrong(world, renewed_by_hand, wrong_after_renewal, where).values()
    assert found[0].startswith("there are 3 orders")


def test_a_person_would_be_asked_twice_if_each_event_had_an_id_of_its_own(
    world: OutsideWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies when it has reported, and before it has written down that it has."""
    reported = sweep_events.action_required

    def anew(order: Order, now: datetime) -> Event:
        return replace(reported(order, now), event_id=str(uuid4()))

    monkeypatch.setattr(check_challenges, "action_required", anew)
    where = [each for each in checks(world) if each.call.endswith("PutEvents") and each.when is When.AFTER]
    assert len(wrong(world, assisted, wrong_after_assistance, where)) == 1


def wrong(world: OutsideWorld, scenario: CertificateScenario, check: Wrong, where: list[Point]) -> dict[str, list[str]]:
    """What is wrong after a crash at each of these points."""
    return {str(point): found for point in where if (found := crashed(world, scenario, point, check))}


def checks(world: OutsideWorld) -> list[Point]:
    """Where Certkeeper's own checks can be crashed at, from where the ways part."""
    known = set(points(world, renewed, wrong_after_renewal))
    parted = dropwhile(known.__contains__, points(world, assisted, wrong_after_assistance))
    return [point for point in parted if point.call.startswith(CHECK)]


def behind(beginning: str, calls: list[str]) -> list[str]:
    """What is called when the first stretch of these calls is over."""
    from_there = dropwhile(lambda call: not call.startswith(beginning), calls)
    return list(dropwhile(lambda call: call.startswith(beginning), from_there))
