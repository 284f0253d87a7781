"""Order, then verify, then issue: three calls by a person, from any client, with nothing kept open between them."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from infra.local.caller import Caller
from infra.local.world import World
from tests.e2e.conftest import INTERVALS
from tests.e2e.order_journey import (
    MAX_SECONDS,
    SCOPE,
    cancel,
    ensure_scope,
    issue,
    path_of,
    place,
    read_order,
    verify,
    wait_until,
)
from tests.pebble_log import validated

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture(scope="module")
def scope(administrator: Caller) -> None:
    """The scope to order in."""
    ensure_scope(administrator)


def test_three_steps_with_the_challenge_named_only_at_verify(world: World, operator: Caller) -> None:
    """Each step in its turn moves the order, each out of turn names what is allowed, double clicks do no harm."""
    name = "three.example.test"
    world.dns.records.put(name, "A", ["127.0.0.2"])
    order = place(operator, name, steps="manual")
    offered = wait_until(operator, order, "pending", action="verify")
    needs = {challenge["type"]: challenge for challenge in offered["authorizations"][0]["challenges"]}
    assert needs["http-01"]["url"].startswith(f"http://{name}/.well-known/acme-challenge/")
    assert needs["dns-01"]["record_name"] == f"_acme-challenge.{name}"
    assert offered["challenge"] is None

    early = issue(operator, order)
    assert (early.status, early.json()["allowed"]) == (409, ["verify", "cancel"])

    visits = sum(visit.from_ca for visit in world.site.visits)
    missing = verify(operator, order, "http-01").json()
    assert (missing["outcome"], missing["findings"][0]["code"]) == ("not_ready", "connection_refused")
    assert missing["findings"][0]["expected"] == needs["http-01"]["content"]
    assert sum(visit.from_ca for visit in world.site.visits) == visits, "the CA did not come"
    assert not validated(world.directory, name), "the CA was not asked"

    soon = verify(operator, order, "http-01")
    assert soon.status == 429
    assert 1 <= int(soon.headers["retry-after"]) <= INTERVALS.verify_seconds
    assert soon.json()["next_verify_at"] == missing["next_verify_at"]

    world.dns.records.remove(name, "A")
    time.sleep(INTERVALS.verify_seconds + 1)
    assert verify(operator, order).json()["outcome"] == "ready"
    assert wait_until(operator, order, "ready")["actions"] == ["issue", "cancel"]
    late = verify(operator, order)
    assert (late.status, late.json()["allowed"]) == (409, ["issue", "cancel"])

    with ThreadPoolExecutor(4) as clicks:
        assert {answer.status for answer in clicks.map(lambda _: issue(operator, order), range(4))} <= {202, 409}
    issued = wait_until(operator, order, "valid")
    assert issued["challenge"] == "http-01"
    assert validated(world.directory, name)
    found = operator.request("GET", f"/scopes/{SCOPE}/certificates?search={name}").json()["items"]
    assert [(one["version"], one["status"]) for one in found] == [(1, "active")]


def test_dns_01_by_hand_and_two_values_under_one_name(world: World, operator: Caller) -> None:
    """A wildcard and its apex share a record name; the CA sees both values."""
    order = place(operator, "hand.example.test", "*.hand.example.test", steps="manual", challenge="dns-01")
    offered = wait_until(operator, order, "pending", action="verify")
    wanted = [
        challenge
        for authorization in offered["authorizations"]
        for challenge in authorization["challenges"]
        if challenge["type"] == "dns-01"
    ]
    assert {challenge["record_name"] for challenge in wanted} == {"_acme-challenge.hand.example.test"}
    world.dns.records.put(wanted[0]["record_name"], "TXT", [f'"{one["record_value"]}"' for one in wanted])
    assert verify(operator, order).json()["outcome"] == "ready"
    wait_until(operator, order, "ready")
    assert issue(operator, order).status == 202
    wait_until(operator, order, "valid")


def test_a_cancelled_order_leaves_nothing_but_its_reason(operator: Caller, nobody: Caller) -> None:
    """The responder forgets the token, the name is free again, the certificate is gone."""
    order = place(operator, "cancelled.example.test", steps="manual")
    offered = wait_until(operator, order, "pending", action="verify")
    needs = {challenge["type"]: challenge for challenge in offered["authorizations"][0]["challenges"]}
    token = needs["http-01"]["url"].rsplit("/", 1)[-1]
    responder = f"/.well-known/acme-challenge/{token}"
    deadline = time.monotonic() + MAX_SECONDS
    while nobody.request("GET", responder).status != 200:
        assert time.monotonic() < deadline, "the token is presented before anyone verifies"

    assert cancel(operator, order).status == 202
    assert cancel(operator, order).status in {202, 409}
    ended = wait_until(operator, order, "cancelled")
    assert ended["failure"]["code"] == "cancelled"
    assert nobody.request("GET", responder).status == 404
    certificate = f"/scopes/{SCOPE}/certificates/{order['certificate_id']}"
    while operator.request("GET", certificate).status != 404:
        assert time.monotonic() < deadline, "the row goes last, when the key is gone"
    again = place(operator, "cancelled.example.test", steps="manual")
    assert cancel(operator, again).status == 202


def test_an_order_is_found_only_in_its_scope(operator: Caller) -> None:
    """An id of another scope is answered like one that never was."""
    order = place(operator, "mine.example.test", steps="manual")
    assert read_order(operator, order)["order_id"] == order["order_id"]
    other = operator.request("GET", path_of(order).replace(f"/{SCOPE}/", "/all/"))
    never = operator.request("GET", f"/scopes/all/orders/{order['certificate_id']}")
    assert other.status == never.status == 404
    assert other.json()["title"] == never.json()["title"]
    cancel(operator, order)
