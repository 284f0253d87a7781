"""A deleted stack comes back under its name with its table as it was at a point in time (docs/operate)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from infra.deploy.existing_table import PARAMETER, ExistingTable
from infra.deploy.stack import StackLocation
from infra.local.caller import Caller, assume
from infra.local.deploy import STACK, Deployed, deploy
from infra.local.processes.emulator_process import REGION
from infra.local.roles import create_role
from infra.local.world import IssuanceIntervals, World
from tests.architecture.deployed import template
from tests.e2e.order_journey import MAX_SECONDS, SCOPE, ensure_scope, place, read_order, verify, wait_until
from tests.integration.api.certificate_files import leaf, pem

if TYPE_CHECKING:
    from collections.abc import Iterator

RESTORED = "certkeeper-restored"
POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Account:
    """A world, in which one stack is deployed, deleted, and deployed again."""

    world: World

    def client(self, service: str) -> Any:  # noqa: ANN401 - of any service
        """A client for whoever set the account up."""
        make: Any = self.world.cloud.session.client
        return make(service, endpoint_url=self.world.cloud.endpoint)

    def deploy(self, **parameters: str) -> tuple[Deployed, Caller]:
        """The stack, and somebody who may do everything in it; the site redirects to it."""
        given = self.world.parameters() | IssuanceIntervals().parameters() | parameters
        deployed = deploy(self.world.cloud, given)
        self.world.site.redirect_to = deployed.api_url
        role = create_role(self.world.cloud, "restoring-administrator", [deployed.outputs["AdministratorPolicyArn"]])
        return deployed, assume(self.world.cloud, role, deployed.api_url)

    def delete(self) -> None:
        """The stack is gone, with everything that is not to outlive it."""
        stacks: Any = self.client("cloudformation")
        iam: Any = self.client("iam")
        for policy in iam.list_attached_role_policies(RoleName="restoring-administrator")["AttachedPolicies"]:
            iam.detach_role_policy(RoleName="restoring-administrator", PolicyArn=policy["PolicyArn"])
        iam.delete_role(RoleName="restoring-administrator")
        stack_id = stacks.describe_stacks(StackName=STACK)["Stacks"][0]["StackId"]
        stacks.delete_stack(StackName=STACK)
        deadline = time.monotonic() + MAX_SECONDS
        while (status := _status(stacks, stack_id)) != "DELETE_COMPLETE":
            assert time.monotonic() < deadline, status
            time.sleep(POLL_SECONDS)

    def existing_table(self, name: str) -> ExistingTable:
        """The table as `make deploy` judges and protects it."""
        clients: list[Any] = [self.client(each) for each in ("dynamodb", "cloudformation", "secretsmanager")]
        properties = template()["Resources"]["Table"]["Properties"]
        return ExistingTable(name, StackLocation(STACK, REGION), properties, *clients)


def _status(stacks: Any, stack_id: str) -> str:  # noqa: ANN401 - a client
    return str(stacks.describe_stacks(StackName=stack_id)["Stacks"][0]["StackStatus"])


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    """An account of its own: a deleted stack would be missed by other tests."""
    with World(seconds=900.0) as world:
        yield Account(world)


def test_a_deleted_stack_goes_on_with_a_table_that_was_restored(account: Account) -> None:
    """Certificates, their keys, and an order that waited for a person; what came after the moment is not there."""
    first, administrator = account.deploy()
    ensure_scope(administrator)
    uploaded = _upload(administrator, "kept.example.test")
    key = _exported(administrator, uploaded)
    account.world.dns.records.put("waiting.example.test", "A", ["127.0.0.2"])
    order = place(administrator, "waiting.example.test", steps="manual", challenge="http-01")
    _wait_until_presented(administrator, wait_until(administrator, order, "pending", action="verify"))

    tables: Any = account.client("dynamodb")
    left = first.outputs["TableName"]
    tables.restore_table_to_point_in_time(SourceTableName=left, TargetTableName=RESTORED, UseLatestRestorableTime=True)
    lost = _upload(administrator, "later.example.test")
    account.delete()
    assert tables.describe_table(TableName=left)["Table"]["DeletionProtectionEnabled"], "the stack's own table stays"
    _assert_log_is_kept(account, first.outputs["AccessLogGroup"])

    table = account.existing_table(RESTORED)
    table.check()
    assert list(table.protect()), "a restored table lacks what the stack's own has"
    second, administrator = account.deploy(**{PARAMETER: RESTORED})
    assert second.outputs["TableName"] == RESTORED
    assert _exported(administrator, uploaded) == key
    assert administrator.request("GET", f"/scopes/{SCOPE}/certificates/{lost}").status == 404

    account.world.dns.records.remove("waiting.example.test", "A")
    _verify(administrator, order)
    assert wait_until(administrator, order, "ready")["actions"] == ["issue", "cancel"]
    assert read_order(administrator, order)["challenge"] == "http-01"


def _wait_until_presented(administrator: Caller, order: dict[str, Any]) -> None:
    """An order is opened a moment before its challenge is presented; a backup of between would lack the latter."""
    offered = {each["type"]: each for each in order["authorizations"][0]["challenges"]}
    path = urlsplit(offered["http-01"]["url"]).path
    deadline = time.monotonic() + MAX_SECONDS
    while administrator.request("GET", path).status != 200:
        assert time.monotonic() < deadline, path
        time.sleep(POLL_SECONDS)


def _verify(administrator: Caller, order: dict[str, Any]) -> None:
    """Presses Verify until everything is in place; a busy machine may answer the first check too late."""
    deadline = time.monotonic() + MAX_SECONDS
    while (answer := verify(administrator, order)).json().get("outcome") != "ready":
        assert answer.status in {200, 429}, answer.body
        assert time.monotonic() < deadline, answer.body
        time.sleep(POLL_SECONDS)


def _upload(administrator: Caller, name: str) -> str:
    answer = administrator.request("POST", f"/scopes/{SCOPE}/certificates", body=pem(leaf(name)))
    assert answer.status == 201, answer.body
    return str(answer.json()["certificate_id"])


def _exported(administrator: Caller, certificate_id: str) -> str:
    answer = administrator.request(
        "POST", f"/scopes/{SCOPE}/certificates/{certificate_id}/exports", body={"format": "pem"}
    )
    assert answer.status == 200, answer.body
    return str(answer.json()["private_key"])


def _assert_log_is_kept(account: Account, name: str) -> None:
    logs: Any = account.client("logs")
    assert [each["logGroupName"] for each in logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]] == [name]
