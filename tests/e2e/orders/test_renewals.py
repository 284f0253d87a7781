"""Renewals end to end: the deployed sweep under its own role, a real CA that says when, each solver."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Any

import pytest

from infra.local.aws import Cloud
from infra.local.caller import Answer, Caller
from infra.local.dns.set_record import update
from infra.local.inbox import DeliveredMessage
from infra.local.sweeping import sweep_at
from infra.local.world import World
from tests.e2e.dns import dns_challenge, hosted_zone
from tests.e2e.order_journey import MAX_SECONDS, POLL_SECONDS, place, read_order, wait_until
from tests.e2e.orders.test_solvers import put_scope

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _needs_windows(world: World) -> None:
    if not world.pebble.offers_renewal_info():
        pytest.skip("this Pebble has no renewal information")


def test_each_solver_renews_without_hands_when_the_ca_says_so(
    world: World, cloud: Cloud, administrator: Caller, delegation: str
) -> None:
    """The window moves to the past: the next sweep renews, with the same id and secret and another key."""
    assert delegation
    hosted_zone(cloud, "alone.test")
    put_scope(administrator, "alone", "alone.test")
    orders = [
        place(administrator, "www.alone.test", scope="alone", challenge="http-01"),
        place(administrator, "*.alone.test", scope="alone", solver="route53"),
        delegated(world, administrator),
        with_persistent_record(world, administrator),
    ]
    before = [certificate(administrator, wait_until(administrator, order, "valid")) for order in orders]
    sweep_at(cloud, now())
    known = [certificate(administrator, order) for order in orders]
    assert all(each["renewal"]["mode"] == "automatic" for each in known)
    assert all(each["renewal"]["window"] for each in known)
    assert {each["next_action"]["action"] for each in known} == {"renew"}
    for each in known:
        world.pebble.set_window(each["certificate_pem"], now() - 3 * DAY, now() - 2 * DAY)
    sweep_at(cloud, now() + DAY)
    for order, old in zip(orders, before, strict=True):
        new = wait_for_version(administrator, order, 2)
        assert new["certificate_id"] == old["certificate_id"]
        assert new["facts"]["sha256"] != old["facts"]["sha256"]
        assert [each["version"] for each in new["versions"]] == [2, 1]
        renewal = read_order(administrator, {**order, "order_id": new["order_id"]})
        assert (renewal["renews"], renewal["created_by"], renewal["left_behind"]) == (1, "certkeeper", [])


def test_an_assisted_renewal_waits_for_the_person_who_sets_the_record(
    world: World, cloud: Cloud, administrator: Caller
) -> None:
    """The letter says what to set, the order shows the same, and the machine finds it by itself."""
    put_scope(administrator, "assisted", "assisted.test")
    order = place(administrator, "*.assisted.test", scope="assisted", solver="assisted")
    set_record(world, wait_until(administrator, order, "pending", action="verify"))
    wait_until(administrator, order, "valid")
    sweep_at(cloud, now())
    first = certificate(administrator, order)
    assert first["renewal"]["mode"] == "assisted"
    world.pebble.set_window(first["certificate_pem"], now() - 3 * DAY, now() - 2 * DAY)
    sweep_at(cloud, now() + DAY)
    waiting = certificate(administrator, order)
    assert waiting["next_action"]["action"] == "set_record"
    renewal = {**order, "order_id": waiting["renewal"]["order_id"]}
    reported = message(world, first["certificate_id"], "Action Required").document
    (record,) = reported["records"]
    assert reported["order_id"] == renewal["order_id"]
    opened = wait_until(administrator, renewal, "pending", action="verify")
    while not opened["findings"]:
        sleep(POLL_SECONDS)
        opened = wait_until(administrator, renewal, "pending")
    shown = dns_challenge(opened, "*.assisted.test")
    assert (record["name"], record["value"]) == (shown["record_name"], shown["record_value"])
    assert update(world.dns.address, record["name"], record["type"], record["value"]) == "NOERROR"
    assert wait_for_version(administrator, order, 2)["order_id"] == renewal["order_id"]


BY_HAND = {"kind": "zone", "domain": "byhand.test"}


def test_whoever_presses_renew_twice_gets_one_order_and_can_go_back(
    cloud: Cloud, administrator: Caller, operator: Caller, viewer: Caller
) -> None:
    """Renew now; while it runs, the same order comes back, and a third of life is no matter.

    Then an operator goes back to the version before, and forward again. Outside its scope it is not renewed by hand.
    """
    put_scope(administrator, "byhand", "byhand.test")
    order = place(administrator, "www.byhand.test", scope="byhand", challenge="http-01")
    issued = wait_until(administrator, order, "valid")
    path = f"/scopes/byhand/certificates/{issued['certificate_id']}/renewals"
    answers = [administrator.request("POST", path, body={}, headers={"Idempotency-Key": "click"}) for _ in range(2)]
    assert [answer.status for answer in answers] == [202, 202]
    (renewal,) = {answer.json()["order_id"] for answer in answers}
    assert answers[0].headers["location"].endswith(f"orders/{renewal}")
    wait_until(administrator, {**order, "order_id": renewal}, "valid")
    assert certificate(administrator, order)["version"] == 2
    new = handed_out(cloud, order)
    back = activated(operator, order, 1)
    assert (back["version"], back["latest_version"], back["renewal"]["mode"]) == (1, 2, "automatic")
    assert handed_out(cloud, order) == back["certificate_pem"] != new
    assert activated(operator, order, 2)["version"] == 2
    assert handed_out(cloud, order) == new
    assert {each["type"] for each in certificate(administrator, order)["history"]} >= {"Certificate Renewed"}
    refused = operator.request("POST", f"{place_of(order)}/versions/1/replacement", body={})
    assert refused.status == 403, refused.body
    narrow("byhand", path, administrator, operator, viewer)


def place_of(order: dict[str, Any]) -> str:
    """The path of an order's certificate."""
    return f"/scopes/{order['scope']}/certificates/{order['certificate_id']}"


def activated(caller: Caller, order: dict[str, Any], version: int) -> dict[str, Any]:
    """The certificate after a version of it was made current; what it loses is confirmed."""
    path = f"{place_of(order)}/versions/{version}/activation"
    answer = caller.request("POST", path, body={})
    if answer.status == 409:
        compared = answer.json()["comparison"]
        confirmed = {"version": compared["version"], "losses": [loss["code"] for loss in compared["losses"]]}
        answer = caller.request("POST", path, body={"confirmed": confirmed})
    assert answer.status == 200, answer.body
    return dict(answer.json())


def handed_out(cloud: Cloud, order: dict[str, Any]) -> str:
    """The certificate that consumers of the secret read."""
    secrets = cloud.session.client("secretsmanager", endpoint_url=cloud.endpoint)
    value = secrets.get_secret_value(SecretId=f"certkeeper/certificates/{order['certificate_id']}")["SecretString"]
    found: str = json.loads(value)["certificate"]
    return found


def narrow(scope: str, renewals: str, administrator: Caller, operator: Caller, viewer: Caller) -> None:
    """The certificate falls outside its scope after a confirmation only, and then nobody can renew it by hand."""
    read = viewer.request("GET", f"/scopes/{scope}")
    change, tag = {"domain": "moved.test"}, {"If-Match": read.headers["etag"]}
    refused = operator.request("PATCH", f"/scopes/{scope}", body=change, headers=tag)
    assert problem(refused) == (403, "forbidden")
    found = administrator.request("PATCH", f"/scopes/{scope}", body=change, headers=tag)
    assert problem(found) == (409, "outside-not-confirmed")
    (listed,) = found.json()["outside"]["certificates"]
    assert listed["names"] == ["www.byhand.test"]
    confirmed = {**change, "outside_confirmed": found.json()["outside"]["digest"]}
    assert administrator.request("PATCH", f"/scopes/{scope}", body=confirmed, headers=tag).status == 200
    assert problem(operator.request("POST", renewals, body={})) == (409, "outside-scope")
    shown = viewer.request("GET", f"/scopes/{scope}/certificates/{listed['certificate_id']}").json()
    assert (shown["outside_scope"], shown["renewal"]["mode"]) == (["www.byhand.test"], "automatic")
    assert problem(administrator.request("PUT", f"/scopes/{scope}", body=BY_HAND)) == (428, "precondition-required")
    assert problem(administrator.request("DELETE", f"/scopes/{scope}")) == (409, "scope-in-use")


def test_a_scope_without_certificates_is_deleted(administrator: Caller, operator: Caller, viewer: Caller) -> None:
    """By whoever administers all scopes; nothing can be ordered in it afterwards."""
    put_scope(administrator, "short", "short.test")
    assert problem(operator.request("DELETE", "/scopes/short")) == (403, "forbidden")
    assert administrator.request("DELETE", "/scopes/short").status == 200
    assert problem(viewer.request("GET", "/scopes/short")) == (404, "not-found")
    ordered = operator.request("POST", "/scopes/short/orders", body={"names": ["www.short.test"]})
    assert problem(ordered) == (404, "not-found")


def problem(answer: Answer) -> tuple[int, str]:
    """Status and kind of a refusal."""
    return answer.status, answer.json()["type"].rpartition(":")[2]


def delegated(world: World, caller: Caller) -> dict[str, Any]:
    """An order through a CNAME that leads into Certkeeper's zone."""
    put_scope(caller, "led", "led.test")
    order = place(caller, "www.led.test", scope="led", solver="delegated")
    cname = dns_challenge(wait_until(caller, order, "pending", action="verify"), "www.led.test")["cname"]
    assert update(world.dns.address, cname["record_name"], "CNAME", cname["target"]) == "NOERROR"
    return order


def with_persistent_record(world: World, caller: Caller) -> dict[str, Any]:
    """An order with a record that was set once and stays."""
    put_scope(caller, "persist", "persist.test")
    order = place(caller, "www.persist.test", scope="persist", challenge="dns-persist-01")
    opened = wait_until(caller, order, "pending", action="verify")
    (record,) = (
        one
        for authorization in opened["authorizations"]
        for one in authorization["challenges"]
        if one["type"] == "dns-persist-01"
    )
    assert update(world.dns.address, record["record_name"], "TXT", record["record_value"]) == "NOERROR"
    return order


def set_record(world: World, order: dict[str, Any]) -> None:
    """What a person does with what the order shows."""
    (name,) = order["names"]
    shown = dns_challenge(order, name)
    assert update(world.dns.address, shown["record_name"], "TXT", shown["record_value"]) == "NOERROR"


def message(world: World, certificate_id: str, type_: str) -> DeliveredMessage:
    """The one letter of this type that administrators have got about the certificate."""
    (found,) = (each for each in world.inbox.wait_for(certificate_id, type_) if each.type == type_)
    return found


def certificate(caller: Caller, order: dict[str, Any]) -> dict[str, Any]:
    """The certificate of an order as it stands."""
    answer = caller.request("GET", f"/scopes/{order['scope']}/certificates/{order['certificate_id']}")
    assert answer.status == 200, answer.body
    return dict(answer.json())


def wait_for_version(caller: Caller, order: dict[str, Any], version: int) -> dict[str, Any]:
    """Polls until the certificate has it."""
    deadline = monotonic() + MAX_SECONDS
    while (seen := certificate(caller, order))["version"] < version:
        assert monotonic() < deadline, seen["renewal"]
        sleep(POLL_SECONDS)
    return seen


def now() -> datetime:
    """The present moment, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
