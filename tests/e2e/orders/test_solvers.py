"""The three ways to set the record of dns-01, each to the end: deployed functions under their own roles, a real CA."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from infra.local.aws import Cloud
from infra.local.caller import Caller
from infra.local.deploy import Deployed
from infra.local.dns.set_record import update
from infra.local.world import World
from tests.e2e.changed_environment import environment, lifetime_of_orders
from tests.e2e.dns import changes, dns_challenge, hosted_zone, put_text, record_sets, seen, texts
from tests.e2e.function_role import acting_as
from tests.e2e.order_journey import (
    MAX_SECONDS,
    POLL_SECONDS,
    cancel,
    define_scope,
    place,
    read_order,
    verify,
    wait_until,
)
from tests.pebble_log import validated

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

MAX_TRANSITIONS = 14


@pytest.fixture(scope="module")
def own_zone(cloud: Cloud) -> str:
    """A hosted zone of the account."""
    return hosted_zone(cloud, "own.test")


def test_a_wildcard_and_its_apex_are_issued_through_route53_without_hands(
    cloud: Cloud, deployed: Deployed, administrator: Caller, own_zone: str
) -> None:
    """The scope says how, one record gets two values beside somebody else's, and only those two go again."""
    put_scope(administrator, "own", "own.test", solver="route53")
    put_text(cloud, own_zone, "_acme-challenge.own.test", "somebody else's")
    order = place(administrator, "own.test", "*.own.test", scope="own")
    assert (order["solver"], order["challenge"]) == ("route53", "dns-01")
    issued = wait_until(administrator, order, "valid")
    shown = dns_challenge(issued, "*.own.test")
    assert (shown["record_name"], shown["zone"], shown["cname"]) == ("_acme-challenge.own.test", "own.test", None)
    assert shown["record_value"] != dns_challenge(issued, "own.test")["record_value"]
    assert texts(cloud, own_zone) == {"_acme-challenge.own.test": {"somebody else's"}}
    assert issued["left_behind"] == []
    machines = cloud.session.client("stepfunctions", endpoint_url=cloud.endpoint)
    assert transitions(machines, deployed, order) <= MAX_TRANSITIONS


def test_a_record_is_set_by_a_person_who_learns_what_to_set(world: World, administrator: Caller) -> None:
    """Name, value and zone are there to copy, and stay the same; until a check finds them the CA hears nothing."""
    put_scope(administrator, "theirs", "theirs.test")
    order = place(administrator, "*.www.theirs.test", "www.theirs.test", scope="theirs", solver="assisted")
    waiting = wait_until(administrator, order, "pending", action="verify")
    values = {name: dns_challenge(waiting, name) for name in order["names"]}
    (name,) = {one["record_name"] for one in values.values()}
    assert name == "_acme-challenge.www.theirs.test"
    assert {one["zone"] for one in values.values()} == {"theirs.test"}
    wait_for_finding(administrator, order, "no_record")
    world.dns.records.put(name, "TXT", ['"v=spf1 -all"'])
    wait_for_finding(administrator, order, "wrong_record")
    assert not validated(world.directory, "www.theirs.test")
    world.dns.records.remove(name, "TXT")
    for one in values.values():
        assert update(world.dns.address, name, one["record_type"], one["record_value"]) == "NOERROR"
    assert len(seen(world, name, "TXT")) == 2
    issued = wait_until(administrator, order, "valid")
    assert {n: dns_challenge(issued, n) for n in order["names"]} == values


def test_a_cname_that_was_set_once_serves_every_later_order(
    world: World, cloud: Cloud, administrator: Caller, delegation: str
) -> None:
    """Order and scope say which; while it is missing, that is named; the second order needs nobody."""
    scope = put_scope(administrator, "elsewhere", "elsewhere.test", solver="delegated")
    order = place(administrator, "*.elsewhere.test", "elsewhere.test", scope="elsewhere")
    waiting = wait_until(administrator, order, "pending", action="verify")
    cname = dns_challenge(waiting, "*.elsewhere.test")["cname"]
    assert cname == scope["cname"]
    wait_for_finding(administrator, order, "missing_cname")
    assert not validated(world.directory, "elsewhere.test")
    assert update(world.dns.address, cname["record_name"], "CNAME", cname["target"]) == "NOERROR"
    wait_until(administrator, order, "valid")
    assert validated(world.directory, "elsewhere.test")
    again = place(administrator, "elsewhere.test", scope="elsewhere", certificate_name="again")
    wait_until(administrator, again, "valid")
    assert texts(cloud, delegation) == {}


@pytest.mark.parametrize("solver", ["route53", "delegated"])
def test_what_was_written_is_removed_from_a_cancelled_order(
    cloud: Cloud, administrator: Caller, own_zone: str, delegation: str, solver: str
) -> None:
    """Manual steps: the records are there for the person's first check, and gone when the order is."""
    put_scope(administrator, "own", "own.test")
    name = f"{solver}.own.test"
    order = place(administrator, name, scope="own", solver=solver, steps="manual")
    zone = own_zone if solver == "route53" else delegation
    record = written(cloud, zone, administrator, order)
    assert cancel(administrator, order).status == 202
    wait_until(administrator, order, "cancelled")
    assert record not in texts(cloud, zone)


def test_what_was_written_is_removed_at_the_deadline(
    cloud: Cloud, administrator: Caller, own_zone: str, delegation: str
) -> None:
    """Nobody pressed Verify in time. A busy machine needs some seconds to write the records at all."""
    put_scope(administrator, "own", "own.test")
    zones = {"route53": own_zone, "delegated": delegation}
    with lifetime_of_orders(cloud, seconds=15):
        orders = {
            solver: place(administrator, f"late-{solver}.own.test", scope="own", solver=solver, steps="manual")
            for solver in zones
        }
        records = {solver: written(cloud, zones[solver], administrator, order) for solver, order in orders.items()}
        for solver, order in orders.items():
            assert wait_until(administrator, order, "expired")["left_behind"] == []
            assert records[solver] not in texts(cloud, zones[solver])


@pytest.mark.parametrize("solver", ["route53", "delegated"])
def test_what_was_written_is_removed_from_a_failed_order(
    world: World, cloud: Cloud, administrator: Caller, own_zone: str, delegation: str, solver: str
) -> None:
    """The challenge is in place, and then a task fails for good: the stack was led to another CA."""
    put_scope(administrator, "own", "own.test")
    name = f"failed-{solver}.own.test"
    order = place(administrator, name, scope="own", solver=solver, steps="manual")
    zone = own_zone if solver == "route53" else delegation
    record = written(cloud, zone, administrator, order)
    if solver == "delegated":
        assert update(world.dns.address, f"_acme-challenge.{name}", "CNAME", record) == "NOERROR"
    with environment(cloud, "certkeeper-answer_challenges", ACME_DIRECTORY_URL="https://elsewhere.test/directory"):
        while (answer := verify(administrator, order)).status != 202:
            assert answer.status in {200, 429}, answer.body
            sleep(POLL_SECONDS)
        ended = wait_until(administrator, order, "invalid")
    assert (ended["failure"]["code"], ended["left_behind"]) == ("account_unknown", [])
    assert record not in texts(cloud, zone)


def test_a_person_verifies_what_certkeeper_has_written(administrator: Caller, own_zone: str) -> None:
    """Manual steps with a solver of own_zone: nothing is left to do but to press Verify and Issue."""
    assert own_zone
    put_scope(administrator, "own", "own.test")
    order = place(administrator, "manual.own.test", scope="own", solver="route53", steps="manual")
    waiting = wait_until(administrator, order, "pending", action="verify")
    name = dns_challenge(waiting, "manual.own.test")["record_name"]
    assert name == "_acme-challenge.manual.own.test"
    while (answer := verify(administrator, order)).status != 202:
        assert answer.status in {200, 429}, answer.body
        sleep(POLL_SECONDS)
    wait_until(administrator, order, "ready", action="issue")


@pytest.mark.parametrize(("domain", "code"), [("nowhere.test", "zone_missing"), ("lost.test", "zone_not_delegated")])
def test_no_order_is_spent_where_nobody_would_see_the_record(
    world: World, cloud: Cloud, administrator: Caller, domain: str, code: str
) -> None:
    """The zone is not in the account, or the public is led elsewhere: the CA hears nothing of it."""
    hosted_zone(cloud, "lost.test")
    world.dns.records.put("lost.test", "NS", ["ns1.registrar.test."])
    put_scope(administrator, "refused", domain)
    order = place(administrator, f"*.{domain}", scope="refused", solver="route53")
    ended = wait_until(administrator, order, "invalid")
    assert ended["failure"]["code"] == code
    assert ended["authorizations"] == []


def test_what_certkeepers_role_may_not_remove_is_shown_and_removed_when_it_may(
    cloud: Cloud, administrator: Caller, own_zone: str
) -> None:
    """The certificate does not wait for it; the machine tries again by itself."""
    put_scope(administrator, "own", "own.test")
    with denied(cloud, "certkeeper-clean_up_challenges", "route53:ChangeResourceRecordSets"):
        order = place(administrator, "left.own.test", scope="own", solver="route53")
        (left,) = wait_until(administrator, order, "valid")["left_behind"]
        assert left["record_name"] == "_acme-challenge.left.own.test"
        assert "route53:ChangeResourceRecordSets" in left["reason"]
        assert texts(cloud, own_zone)[left["record_name"]] == set(left["record_values"])
    deadline = monotonic() + MAX_SECONDS
    while read_order(administrator, order)["left_behind"]:
        assert monotonic() < deadline
        sleep(POLL_SECONDS)
    assert left["record_name"] not in texts(cloud, own_zone)


@pytest.mark.parametrize("function", ["present_challenges", "clean_up_challenges"])
def test_the_roles_may_write_no_other_record(cloud: Cloud, deployed: Deployed, own_zone: str, function: str) -> None:
    """Nor another type, nor what is there over again; one that is not of the challenge spoils its batch."""
    assert deployed.outputs
    own, value = "_acme-challenge.role.own.test", '"value"'
    foreign = [
        [("CREATE", "www.own.test", "A", "192.0.2.1")],
        [("CREATE", own, "A", "192.0.2.1")],
        [("CREATE", own, "CNAME", "elsewhere.test.")],
        [("CREATE", "own.test", "TXT", value)],
        [("CREATE", "*.own.test", "TXT", value)],
        [("CREATE", "_acme-challengex.own.test", "TXT", value)],
        [("CREATE", "www._acme-challenge.own.test", "TXT", value)],
        [("UPSERT", own, "TXT", value)],
        [("CREATE", own, "TXT", value), ("CREATE", "own.test", "TXT", value)],
        [("DELETE", "own.test", "NS", "ns.localhost.")],
    ]
    with acting_as(cloud, f"certkeeper-{function}") as session:
        route53_of_role = session.client("route53", endpoint_url=cloud.endpoint)
        before = record_sets(cloud, own_zone)
        for batch in foreign:
            with pytest.raises(ClientError, match="AccessDenied"):
                route53_of_role.change_resource_record_sets(HostedZoneId=own_zone, ChangeBatch=changes(*batch))
        with pytest.raises(ClientError, match="AccessDenied"):
            route53_of_role.delete_hosted_zone(Id=own_zone)
        assert record_sets(cloud, own_zone) == before
        for action in ("CREATE", "DELETE"):
            route53_of_role.change_resource_record_sets(
                HostedZoneId=own_zone, ChangeBatch=changes((action, own, "TXT", value))
            )
    assert record_sets(cloud, own_zone) == before


def test_no_other_role_writes_a_record(cloud: Cloud, deployed: Deployed, own_zone: str) -> None:
    """Whoever looks a zone up does not need to."""
    assert deployed.outputs
    change = changes(("CREATE", "_acme-challenge.role.own.test", "TXT", '"value"'))
    with acting_as(cloud, "certkeeper-open_order") as session:
        route53_of_role = session.client("route53", endpoint_url=cloud.endpoint)
        assert route53_of_role.get_hosted_zone(Id=own_zone)
        with pytest.raises(ClientError, match="AccessDenied"):
            route53_of_role.change_resource_record_sets(HostedZoneId=own_zone, ChangeBatch=change)


def written(cloud: Cloud, zone_id: str, caller: Caller, order: dict[str, Any]) -> str:
    """The name of the record that an order of one name has written, once it is there with its value."""
    waiting = wait_until(caller, order, "pending", action="verify")
    challenge = dns_challenge(waiting, order["names"][0])
    name = str(challenge["record_name"])
    deadline = monotonic() + MAX_SECONDS
    while name not in texts(cloud, zone_id):
        assert monotonic() < deadline, read_order(caller, order)
        sleep(POLL_SECONDS)
    assert texts(cloud, zone_id)[name] == {challenge["record_value"]}
    return name


def wait_for_finding(caller: Caller, order: dict[str, Any], code: str) -> None:
    """Until the machine's own check finds this for every name."""
    deadline = monotonic() + MAX_SECONDS
    while (seen := [found["code"] for found in wait_until(caller, order, "pending")["findings"]]) != [code] * len(
        order["names"]
    ):
        assert monotonic() < deadline, seen
        sleep(POLL_SECONDS)


def put_scope(caller: Caller, name: str, domain: str, **settings: str) -> dict[str, Any]:
    """A zone as a scope."""
    return define_scope(caller, name, {"kind": "zone", "domain": domain, **settings})


def transitions(machines: SFNClient, deployed: Deployed, order: dict[str, Any]) -> int:
    """States entered and tries again, as AWS counts them."""
    arn = f"{deployed.outputs['StateMachineArn'].replace(':stateMachine:', ':execution:')}:{order['order_id']}"
    while machines.describe_execution(executionArn=arn)["status"] == "RUNNING":
        sleep(POLL_SECONDS)
    pages = machines.get_paginator("get_execution_history").paginate(executionArn=arn)
    events = [event["type"] for page in pages for event in page["events"]]
    tries = sum(event in {"LambdaFunctionScheduled", "TaskScheduled"} for event in events)
    entered = sum(event.endswith("StateEntered") for event in events)
    tasks = sum(event == "TaskStateEntered" for event in events)
    return entered + max(0, tries - tasks)


@contextmanager
def denied(cloud: Cloud, function: str, action: str) -> Iterator[None]:
    """For a while, the role of a function may not do something."""
    functions = cloud.session.client("lambda", endpoint_url=cloud.endpoint)
    role = functions.get_function_configuration(FunctionName=function)["Role"].rpartition("/")[2]
    iam = cloud.session.client("iam", endpoint_url=cloud.endpoint)
    statement = {"Effect": "Deny", "Action": action, "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName=role, PolicyName="denied", PolicyDocument=document)
    try:
        yield
    finally:
        iam.delete_role_policy(RoleName=role, PolicyName="denied")
