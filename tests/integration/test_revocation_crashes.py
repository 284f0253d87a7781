"""A crash at each call of a revocation: what is stored is reported, whether anybody asks again or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import dropwhile
from uuid import uuid4

import pytest

from certkeeper.adapters.dynamodb.rows.certificates import CERTIFICATE
from certkeeper.domain.events import Event
from certkeeper.services.certificates import revoke_certificate
from tests.integration.machine.aws.calls import Point, When, distinct
from tests.integration.machine.aws.crashing import crashed, outcome_of, points
from tests.integration.machine.runs.certificate_scenarios import (
    CertificateScenario,
    revoked,
    revoked_without_waiting,
    wrong_after_revocation,
)
from tests.integration.machine.runs.issuance import Issuance
from tests.integration.machine.world.outside_world import OutsideWorld, outside

pytestmark = pytest.mark.timeout(600)  # as in `test_sweep_crashes`

REVOKE = "revoke_certificate: "
STORED = f"{REVOKE}TransactWriteItems"
PUBLISHED = f"{REVOKE}PutEvents"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OutsideWorld]:
    """A CA, DNS and a customer's site for all tests of this file."""
    with outside(tmp_path_factory.mktemp("outside")) as started:
        yield started


def test_a_crash_before_or_after_any_call_of_a_revocation_loses_nothing(world: OutsideWorld) -> None:
    """Whoever gets no answer asks again: the CA has taken it back already, and it is reported under one id."""
    where = distinct(calls_of_it(world, revoked))
    assert len(where) > 10
    assert wrong(world, revoked, where) == {}


def test_a_revocation_that_was_stored_is_reported_though_nobody_asks_again(world: OutsideWorld) -> None:
    """By one sweep, from the moment on in which it is stored."""
    where = calls_of_it(world, revoked_without_waiting)
    stored = distinct(list(dropwhile(lambda point: (point.call, point.when) != (STORED, When.AFTER), where)))
    assert {point.call for point in stored} > {STORED, PUBLISHED}
    assert wrong(world, revoked_without_waiting, stored) == {}


def test_a_revocation_that_is_asked_for_again_and_again_is_reported_under_one_id(
    world: OutsideWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Impatient people ask twice, and the second time finds it done."""
    revoke = Issuance.revoke_once

    def twice(order: Issuance) -> None:
        for _ in range(2):
            revoke(order)

    monkeypatch.setattr(Issuance, "revoke_once", twice)
    _, found = outcome_of(world, revoked_without_waiting, wrong_after_revocation)
    assert found == []


def test_nobody_would_be_notified_if_the_outbox_were_dropped(
    world: OutsideWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the tests above find what they are meant to find: nothing else knows of an event that was not published."""
    empty = CERTIFICATE.columns["outbox"]._replace(write=lambda _: None)
    monkeypatch.setattr(CERTIFICATE, "columns", {**CERTIFICATE.columns, "outbox": empty})
    where = [
        point
        for point in calls_of_it(world, revoked_without_waiting)
        if (point.call, point.when) == (PUBLISHED, When.BEFORE)
    ]
    (found,) = wrong(world, revoked_without_waiting, where).values()
    assert found == ["published was {'Certificate Issued': 1}"]


def test_it_would_be_reported_twice_if_each_event_had_an_id_of_its_own(
    world: OutsideWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is asked for again, and nothing is left in the outbox."""
    event = revoke_certificate._event  # noqa: SLF001 - where the id is made

    def anew(*given: object) -> Event:
        return replace(event(*given), event_id=str(uuid4()))  # type: ignore[arg-type]

    monkeypatch.setattr(revoke_certificate, "_event", anew)
    where = calls_of_it(world, revoked)[-1:]
    (found,) = wrong(world, revoked, where).values()
    assert found == ["published was {'Certificate Issued': 1, 'Certificate Revoked': 2}"]


def calls_of_it(world: OutsideWorld, scenario: CertificateScenario) -> list[Point]:
    """Where the revocation can be crashed at."""
    return [point for point in points(world, scenario, wrong_after_revocation) if point.call.startswith(REVOKE)]


def wrong(world: OutsideWorld, scenario: CertificateScenario, where: list[Point]) -> dict[str, list[str]]:
    """What is wrong after a crash at each of these points."""
    return {str(point): found for point in where if (found := crashed(world, scenario, point, wrong_after_revocation))}
