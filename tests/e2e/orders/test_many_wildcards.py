"""Twenty wildcards at once, and a hundred names in one order, from a CA that is as difficult as it gets."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from infra.local.administrator import administrator_role
from infra.local.caller import Caller, anonymous, assume
from infra.local.pebble_settings import PebbleSettings
from infra.local.processes.emulator_process import CONCURRENT_INVOCATIONS
from infra.local.world import IssuanceIntervals, World
from tests.e2e.dns import hosted_zone, texts
from tests.e2e.order_journey import place, wait_until

ORDERS = 20
AT_ONCE = 5
VISITS = 300
"""Below the burst of the responder's throttle: 1,000, of which the order needs 400 here."""
VISITORS = 20
MAX_DIFFICULT = PebbleSettings(refused_nonces_percent=30, validation_delay_seconds=3)


@pytest.fixture(scope="module")
def difficult() -> Iterator[World]:
    """A world whose CA refuses three nonces of ten, and takes its time to validate."""
    with World(seconds=900.0, pebble_settings=MAX_DIFFICULT) as world:
        yield world


@pytest.fixture(scope="module")
def caller(difficult: World) -> Caller:
    """Who orders, in a scope that sets its records by itself."""
    deployed = difficult.deploy(IssuanceIntervals(verify_seconds=5, poll_seconds=1, retry_seconds=1))
    caller = assume(difficult.cloud, administrator_role(difficult.cloud, deployed), deployed.api_url)
    answer = caller.request("PUT", "/scopes/many", body={"kind": "zone", "domain": "many.test", "solver": "route53"})
    assert answer.status == 201, answer.body
    return caller


@pytest.fixture(scope="module")
def zone_id(difficult: World) -> str:
    """The zone that holds all the names."""
    return hosted_zone(difficult.cloud, "many.test")


@pytest.mark.timeout(420)
def test_twenty_of_twenty_wildcards_are_issued(difficult: World, caller: Caller, zone_id: str) -> None:
    """Though 30 % of nonces are refused and validation takes a while; nothing is left in the zone."""
    with ThreadPoolExecutor(AT_ONCE) as people:
        statuses = list(people.map(lambda number: _issued(caller, number), range(ORDERS)))
    assert statuses == ["valid"] * ORDERS
    assert texts(difficult.cloud, zone_id) == {}


@pytest.mark.timeout(420)
def test_a_hundred_names_are_one_order(difficult: World, caller: Caller, zone_id: str) -> None:
    """Fifty names with their wildcards: fifty records of two values, written and removed in one change each."""
    names = [f"{wildcard}h{number}.many.test" for number in range(50) for wildcard in ("", "*.")]
    order = place(caller, *names, scope="many")
    wait_until(caller, order, "valid")
    assert texts(difficult.cloud, zone_id) == {}


@pytest.mark.timeout(420)
def test_a_hundred_sites_are_one_order_while_strangers_visit(caller: Caller) -> None:
    """The CA comes to the responder for all of them at once, from several places, and is never sent away.

    Strangers come at the same time. Ten functions may run at once, as in a new account: visits take up none of them.
    """
    assert CONCURRENT_INVOCATIONS == 10
    names = [f"s{number}.many.test" for number in range(100)]
    order = place(caller, *names, scope="many", challenge="http-01")
    with ThreadPoolExecutor(VISITORS) as strangers:
        visits = strangers.map(partial(_visit, anonymous(caller.api_url)), range(VISITS))
        wait_until(caller, order, "valid")
        assert set(visits) == {404}


def _visit(nobody: Caller, number: int) -> int:
    """The status of what a stranger gets who asks for a token of the right form."""
    return nobody.request("GET", f"/.well-known/acme-challenge/stranger_{number:034d}").status


def _issued(caller: Caller, number: int) -> str:
    """Every second one brings its apex."""
    names = [f"*.n{number}.many.test", *([f"n{number}.many.test"] if number % 2 else [])]
    order = place(caller, *names, scope="many")
    return str(wait_until(caller, order, "valid")["status"])
