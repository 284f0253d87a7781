"""dns-persist-01 to the end, and what Certkeeper's own check keeps from the CA."""

from __future__ import annotations

from time import sleep
from typing import Any

import pytest

from infra.local.caller import Caller
from infra.local.dns.set_record import update
from infra.local.world import World
from tests.e2e.order_journey import POLL_SECONDS, place, verify, wait_until
from tests.pebble_log import validated


def persist_challenge(order: dict[str, Any], name: str) -> dict[str, Any]:
    """What dns-persist-01 needs for a name; skips where the CA does not offer it."""
    (authorization,) = (one for one in order["authorizations"] if one["name"] == name)
    found = [one for one in authorization["challenges"] if one["type"] == "dns-persist-01"]
    if not found:
        pytest.skip("this Pebble offers no dns-persist-01 (2.10 does)")
    return dict(found[0])


def order_of(caller: Caller, *names: str, **wishes: str) -> dict[str, Any]:
    """An order in the scope that covers every name."""
    return place(caller, *names, scope="all", **wishes)


def checked_at(caller: Caller, order: dict[str, Any]) -> dict[str, Any]:
    """The order, once the machine has checked."""
    while not (seen := wait_until(caller, order, "pending"))["findings"]:
        sleep(POLL_SECONDS)
    return seen


def test_one_record_set_once_serves_this_order_and_the_next(world: World, administrator: Caller) -> None:
    """The order shows it; while it is missing the CA hears nothing; the second order needs nobody."""
    manual = order_of(
        administrator, "persistent.test", "*.persistent.test", steps="manual", certificate_name="to check"
    )
    opened = wait_until(administrator, manual, "pending", action="verify")
    record = persist_challenge(opened, "persistent.test")
    assert persist_challenge(opened, "*.persistent.test") == record
    order = order_of(
        administrator, "persistent.test", "*.persistent.test", challenge="dns-persist-01", certificate_name="first"
    )
    assert {finding["code"] for finding in checked_at(administrator, order)["findings"]} == {"no_record"}
    assert not validated(world.directory, "persistent.test")
    assert update(world.dns.address, record["record_name"], "TXT", record["record_value"]) == "NOERROR"
    wait_until(administrator, order, "valid")
    again = order_of(administrator, "*.persistent.test", challenge="dns-persist-01", certificate_name="second")
    wait_until(administrator, again, "valid")


def test_a_value_of_an_older_order_is_named_and_not_sent_to_the_ca(world: World, administrator: Caller) -> None:
    """It costs a check, and no validation."""
    update(world.dns.address, "_acme-challenge.stale.test", "TXT", "A" * 43)
    order = order_of(administrator, "stale.test", challenge="dns-01", solver="assisted")
    (finding,) = checked_at(administrator, order)["findings"]
    assert (finding["code"], finding["seen"]) == ("stale_record", "A" * 43)
    assert finding["server"]
    assert not validated(world.directory, "stale.test")


def test_a_profile_that_the_ca_does_not_offer_is_refused_with_what_it_does(administrator: Caller) -> None:
    """Nothing was asked of the CA."""
    order = order_of(administrator, "gold.test", profile="gold")
    ended = wait_until(administrator, order, "invalid")
    assert ended["failure"]["code"] == "profile_not_offered"
    assert ended["authorizations"] == []


def test_caa_that_forbids_certkeepers_ca_is_named_before_the_ca_is_asked(world: World, administrator: Caller) -> None:
    """Pebble would not mind; a public CA would, after the order is spent."""
    update(world.dns.address, "forbidden.test", "CAA", '0 issue "rival.example"')
    order = order_of(
        administrator, "forbidden.test", "*.forbidden.test", steps="manual", certificate_name="to check too"
    )
    opened = wait_until(administrator, order, "pending", action="verify")
    for authorization in opened["authorizations"]:
        (dns,) = (one for one in authorization["challenges"] if one["type"] == "dns-01")
        update(world.dns.address, dns["record_name"], "TXT", dns["record_value"])
    answer = verify(administrator, order, "dns-01")
    assert answer.status == 200, answer.body
    assert {finding["code"] for finding in answer.json()["findings"]} == {"caa_forbids"}
    assert not validated(world.directory, "forbidden.test")
