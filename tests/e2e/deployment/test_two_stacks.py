"""Two stacks in one account, region and bus, as for a rehearsal: each publishes and keeps its own events only."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from infra.local.aws import Cloud
from infra.local.caller import Caller, assume
from infra.local.deploy import STACK, Deployed, deploy
from infra.local.roles import create_role
from infra.local.world import IssuanceIntervals, World
from tests.e2e.order_journey import MAX_SECONDS, POLL_SECONDS, SCOPE, ensure_scope
from tests.integration.api.certificate_files import leaf, pem

REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True)
class Stack:
    """A deployed stack, and somebody who may do everything in it."""

    cloud: Cloud
    deployed: Deployed
    administrator: Caller

    def upload(self, name: str) -> str:
        """The id of a certificate that is brought to this stack, of which administrators are notified."""
        answer = self.administrator.request("POST", f"/scopes/{SCOPE}/certificates", body=pem(leaf(name)))
        assert answer.status == 201, answer.body
        return str(answer.json()["certificate_id"])

    def heard(self, certificate_id: str) -> tuple[int, int]:
        """How many rows of history and how many executions of notices this stack has about a certificate."""
        return self._rows(certificate_id), self._notices(certificate_id)

    def wait_until_heard(self, certificate_id: str) -> None:
        """Polls until this stack has kept and reported one event about a certificate of its own."""
        deadline = time.monotonic() + MAX_SECONDS
        while (heard := self.heard(certificate_id)) != (1, 1):
            assert time.monotonic() < deadline, heard
            time.sleep(POLL_SECONDS)

    def _rows(self, certificate_id: str) -> int:
        tables = self.cloud.session.client("dynamodb", endpoint_url=self.cloud.endpoint)
        found = tables.query(
            TableName=self.deployed.outputs["TableName"],
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"HISTORY#{certificate_id}"}},
        )
        return found["Count"]

    def _notices(self, certificate_id: str) -> int:
        machines = self.cloud.session.client("stepfunctions", endpoint_url=self.cloud.endpoint)
        found = machines.list_executions(stateMachineArn=self.deployed.outputs["NoticeMachineArn"])["executions"]
        inputs = [machines.describe_execution(executionArn=each["executionArn"])["input"] for each in found]
        return sum(certificate_id in json.loads(given)["message"] for given in inputs)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A world of its own: a second stack would be in the way of tests that read the whole account."""
    with World(seconds=900.0) as world:
        yield world


@pytest.fixture(scope="module")
def stacks(world: World) -> tuple[Stack, Stack]:
    """The same template deployed twice under two names, with the default bus for both."""
    one, other = (_deployed(world, name) for name in (STACK, REHEARSAL))
    return one, other


def _deployed(world: World, name: str) -> Stack:
    deployed = deploy(world.cloud, world.parameters() | IssuanceIntervals().parameters(), stack=name)
    role = create_role(world.cloud, f"{name}-administrator", [deployed.outputs["AdministratorPolicyArn"]])
    administrator = assume(world.cloud, role, deployed.api_url)
    ensure_scope(administrator)
    return Stack(world.cloud, deployed, administrator)


def test_a_stack_publishes_and_keeps_the_events_of_its_own_certificates_only(stacks: tuple[Stack, Stack]) -> None:
    """Neither hears the other: each is checked when it has dealt with a later event of its own."""
    one, other = stacks
    first = other.upload("first.example.test")
    other.wait_until_heard(first)
    second = one.upload("second.example.test")
    one.wait_until_heard(second)
    third = other.upload("third.example.test")
    other.wait_until_heard(third)
    assert one.heard(first) == (0, 0)
    assert other.heard(second) == (0, 0)
