"""A crash before and after each external call of an issuance, with the task run again as the machine would.

The calls are counted in a run that nothing disturbs, then each is crashed at in a run of its own: real handlers and
adapters on moto, a real Pebble, every AWS operation and every HTTP request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import dropwhile
from typing import Any

import pytest

from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from certkeeper.domain.certificates.certificate import Bundle, CertificateVersion
from certkeeper.domain.errors import TransientError
from certkeeper.domain.orders.order import Order
from tests.integration.machine.aws.account import account
from tests.integration.machine.aws.calls import Calls, Point, When, after_changes, distinct
from tests.integration.machine.aws.intercepted_calls import watch
from tests.integration.machine.interpreter.execution import Status
from tests.integration.machine.runs.final_state import broken_promises
from tests.integration.machine.runs.issuance import Issuance
from tests.integration.machine.runs.order_scenarios import (
    ABANDONED,
    AUTOMATIC,
    AUTOMATIC_IN_DNS,
    CANCELLED,
    EVERY,
    EXPIRED,
    MANUAL,
    REJECTED,
    UNVERIFIED,
    Scenario,
)
from tests.integration.machine.world.outside_world import OutsideWorld, outside

pytestmark = pytest.mark.timeout(900)  # a hundred issuances in one test, half a second each


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OutsideWorld]:
    """A CA, DNS and a customer's site for all tests of this file."""
    with outside(tmp_path_factory.mktemp("outside")) as started:
        yield started


@contextmanager
def person(world: OutsideWorld, crash_at: Point | None = None) -> Iterator[Issuance]:
    """Somebody with an account in which nothing has happened yet."""
    calls = Calls(crash_at)
    with pytest.MonkeyPatch.context() as patch, account(world.environment(), calls) as made:
        order = Issuance(made, world)
        order.put_scope()
        watch(calls, patch)
        yield order


def points(world: OutsideWorld, scenario: Scenario) -> list[Point]:
    """Where a run that nothing disturbs can be crashed: before and after each call."""
    with person(world) as order:
        scenario.go(order)
        assert broken_promises(order.account) == []
        return order.account.calls.points()


def parted(points: list[Point], known: list[Point]) -> list[Point]:
    """The points from the first call on that the known run did not make."""
    return list(dropwhile(set(known).__contains__, points))


def crashed(world: OutsideWorld, scenario: Scenario, point: Point) -> list[str]:
    """What is wrong after a run that crashed at `point`, the end of the order first; nothing where all is well."""
    with person(world, point) as order:
        scenario.go(order)
        assert order.account.calls.crashed, f"the run never came to {point}"
        return [*order.unlike(scenario.end), *broken_promises(order.account)]


def wrong(world: OutsideWorld, scenario: Scenario, where: list[Point]) -> dict[str, list[str]]:
    """What is wrong after a crash at each of these points."""
    return {str(point): found for point in where if (found := crashed(world, scenario, point))}


def test_a_crash_before_or_after_any_call_of_an_automatic_issuance_loses_nothing(world: OutsideWorld) -> None:
    """The order is valid; key, certificate and row belong together; nothing else is left."""
    where = distinct(points(world, AUTOMATIC))
    assert len(where) > 60
    assert wrong(world, AUTOMATIC, where) == {}


@pytest.mark.parametrize(
    ("scenario", "known"),
    [
        (AUTOMATIC_IN_DNS, AUTOMATIC),
        (MANUAL, AUTOMATIC),
        (CANCELLED, MANUAL),
        (EXPIRED, MANUAL),
        (REJECTED, AUTOMATIC),
        (UNVERIFIED, AUTOMATIC),
    ],
    ids=str,
)
def test_a_crash_after_any_call_on_the_other_ways_leaves_no_loose_end(
    world: OutsideWorld, scenario: Scenario, known: Scenario
) -> None:
    """From where they part from a way that is known. After a call is before the next one."""
    where = after_changes(parted(points(world, scenario), points(world, known)))
    assert len(where) >= 5
    assert wrong(world, scenario, where) == {}


@pytest.mark.parametrize("scenario", [*EVERY, AUTOMATIC_IN_DNS], ids=str)
def test_every_task_may_be_delivered_twice(world: OutsideWorld, scenario: Scenario) -> None:
    """One after the other, at each position."""
    with person(world) as order:
        order.account.machine.deliveries = 2
        scenario.go(order)
        assert [*order.unlike(scenario.end), *broken_promises(order.account)] == []


@pytest.mark.parametrize("scenario", [*EVERY, AUTOMATIC_IN_DNS], ids=str)
def test_every_task_may_be_delivered_again_at_any_later_moment(world: OutsideWorld, scenario: Scenario) -> None:
    """While others run, while the machine waits for a person, and when all is over."""
    with person(world) as order:
        scenario.go(order)
        moments = order.moments
    for moment in range(moments):
        with person(world) as order:
            order.late_at = moment
            scenario.go(order)
            assert [*order.unlike(scenario.end), *broken_promises(order.account)] == [], f"at moment {moment}"


def test_an_order_whose_machine_was_never_started_can_be_cancelled(world: OutsideWorld) -> None:
    """The process that placed it died in between, and nobody repeated the request."""
    (start,) = [point for point in points(world, AUTOMATIC) if point.call == "place_order: StartExecution"][:1]
    assert crashed(world, ABANDONED, start) == []


def test_an_order_whose_execution_was_stopped_goes_on_in_a_new_one(world: OutsideWorld) -> None:
    """As the alarm on stopped orders advises."""
    with person(world) as order:
        order.place(steps="manual")
        assert order.advance() is Status.WAITING
        order.account.machine.last.status = Status.FAILED
        order.account.machine.start_again()
        assert order.advance() is Status.WAITING
        order.verify()
        assert order.advance() is Status.WAITING
        order.issue()
        order.advance()
        assert [*order.unlike("valid"), *broken_promises(order.account)] == []


def test_an_order_that_could_not_be_closed_is_closed_by_a_new_execution(world: OutsideWorld) -> None:
    """As the alarm on unclosed orders advises: until then nobody was notified, and its name is taken."""
    with person(world) as order:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SecretsManagerVault, "discard", out_of_reach)
            REJECTED.go(order)
        assert order.account.machine.last.status is Status.FAILED
        assert not order.account.events
        assert broken_promises(order.account)
        order.account.machine.start_again()
        order.advance()
        assert [*order.unlike("invalid"), *broken_promises(order.account)] == []


def out_of_reach(*_: object) -> None:
    """Secrets Manager does not answer."""
    raise TransientError("no answer")


def test_a_certificate_would_be_lost_if_the_row_were_written_before_the_secret(
    world: OutsideWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the tests above find what they are meant to find."""
    write_the_row_first(monkeypatch)
    calls = [point for point in points(world, AUTOMATIC) if point.call.startswith("retrieve_certificate")]
    where = [point for point in calls if point.when is When.AFTER]
    lost = wrong(world, AUTOMATIC, where)
    assert lost
    assert all("the secret's current value is no bundle" in found for found in lost.values())


def write_the_row_first(patch: pytest.MonkeyPatch) -> None:
    """A naive order: `publish` happens only when `commit` has."""
    commit, publish = DynamoOrders.commit, SecretsManagerVault.publish
    put_off: list[Callable[[], None]] = []

    def publish_later(
        vault: SecretsManagerVault,
        certificate_id: str,
        order_id: str,
        bundle: Bundle,
        **labels: Any,  # noqa: ANN401 - as they are
    ) -> None:
        put_off[:] = [lambda: publish(vault, certificate_id, order_id, bundle, **labels)]

    def commit_first(orders: DynamoOrders, order: Order, version: CertificateVersion) -> Order:
        committed = commit(orders, order, version)
        put_off.pop()()
        return committed

    patch.setattr(SecretsManagerVault, "publish", publish_later)
    patch.setattr(DynamoOrders, "commit", commit_first)
