"""Hosted zones of another account, through a role there that asks for its ExternalId: the deployed stack to the end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest

from infra.local.administrator import administrator_role
from infra.local.aws import Cloud
from infra.local.caller import Caller, assume
from infra.local.deploy import deploy
from infra.local.dns.hosted_zones import HostedZones
from infra.local.world import IssuanceIntervals, World
from tests.e2e.changed_environment import environment
from tests.e2e.dns import hosted_zone, route53, texts
from tests.e2e.order_journey import place, wait_until

HERE, ELSEWHERE = "000000000000", "222222222222"
EXTERNAL_ID = "certkeeper-customer-number"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A world of its own, for the role is a parameter of the stack."""
    with World(seconds=900.0) as world:
        yield world


@pytest.fixture(scope="module")
def there(world: World) -> Cloud:
    """The other account; the public DNS is led to its zones."""
    there = Cloud(world.cloud.endpoint, key=ELSEWHERE)
    world.dns.records.zones = HostedZones(route53(there))
    return there


@pytest.fixture(scope="module")
def zone_id(there: Cloud) -> str:
    """A zone of the other account."""
    return hosted_zone(there, "far.test")


@pytest.fixture(scope="module")
def caller(world: World, there: Cloud) -> Caller:
    """Who orders, where the stack has been given the role."""
    # Roles without a condition on rows are tried with it.
    parameters = {"DnsRoleArn": role_for_certkeeper(there), "DnsExternalId": EXTERNAL_ID, "RowConditions": "off"}
    deployed = deploy(world.cloud, world.parameters() | IssuanceIntervals().parameters() | parameters)
    caller = assume(world.cloud, administrator_role(world.cloud, deployed), deployed.api_url)
    answer = caller.request("PUT", "/scopes/far", body={"kind": "zone", "domain": "far.test", "solver": "route53"})
    assert answer.status == 201, answer.body
    return caller


def test_a_wildcard_is_issued_through_a_zone_of_another_account(caller: Caller, there: Cloud, zone_id: str) -> None:
    """The records are written, found and removed as the role there, and in this account there is no such zone."""
    order = place(caller, "*.far.test", "far.test", scope="far")
    issued = wait_until(caller, order, "valid")
    assert issued["left_behind"] == []
    assert texts(there, zone_id) == {}


def test_without_the_external_id_of_its_trust_policy_the_role_lets_nobody_in(
    world: World, caller: Caller, zone_id: str
) -> None:
    """No order is spent at the CA, and the reason names the call that was refused."""
    assert zone_id
    with environment(world.cloud, "certkeeper-open_order", DNS_EXTERNAL_ID="somebody-elses-number"):
        order = place(caller, "www.far.test", scope="far")
        ended = wait_until(caller, order, "invalid")
    assert ended["failure"]["code"] == "zone_refused"
    assert "sts:AssumeRole" in ended["failure"]["detail"]
    assert ended["authorizations"] == []


def role_for_certkeeper(there: Cloud) -> str:
    """A role that Certkeeper's account may take on, if it says the ExternalId."""
    iam = there.session.client("iam", endpoint_url=there.endpoint)
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{HERE}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
    }
    arn = iam.create_role(RoleName="certkeeper-dns", AssumeRolePolicyDocument=_document(trust))["Role"]["Arn"]
    zones = {"Effect": "Allow", "Action": "route53:*", "Resource": "*"}
    iam.put_role_policy(RoleName="certkeeper-dns", PolicyName="zones", PolicyDocument=_document(zones))
    return arn


def _document(statement: Mapping[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
