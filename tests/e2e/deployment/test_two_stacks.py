"""Two stacks in one account, region and bus, as for a rehearsal: neither hears the other, and one can be deleted.

The second is deployed as organisations demand it: with their permissions boundary and their tags.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from infra.bootstrap.environments import ROOT
from infra.local.aws import Cloud
from infra.local.caller import Caller, assume
from infra.local.deploy import STACK, Deployed, deploy
from infra.local.deployment.stack import create_stack
from infra.local.deployment.template import read_template
from infra.local.processes.emulator_process import REGION
from infra.local.roles import create_role
from infra.local.world import IssuanceIntervals, World
from tests.architecture.deployed import MACHINE, functions, resources
from tests.e2e.function_role import acting_as
from tests.e2e.order_journey import DOMAIN, MAX_SECONDS, POLL_SECONDS, SCOPE, ensure_scope, place, wait_until
from tests.integration.api.certificate_files import leaf, pem

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager.type_defs import TagTypeDef

REHEARSAL = "rehearsal"
ACCESS = "rehearsal-access-shop"
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
"""A boundary that an organisation's account may have: the roles' own policies limit them."""


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

    def certificates(self, status: str) -> list[dict[str, Any]]:
        """The certificates with this status."""
        answer = self.administrator.request("GET", f"/scopes/{SCOPE}/certificates?status={status}")
        return list(answer.json()["items"])

    def heard(self, certificate_id: str) -> tuple[int, int]:
        """How many rows of history and how many executions of notices this stack has about a certificate."""
        return self._rows(certificate_id), self._notices(certificate_id)

    def wait_until_heard(self, certificate_id: str) -> None:
        """Polls until this stack has kept and reported one event about a certificate of its own."""
        deadline = time.monotonic() + MAX_SECONDS
        while (heard := self.heard(certificate_id)) != (1, 1):
            assert time.monotonic() < deadline, heard
            time.sleep(POLL_SECONDS)

    def tags(self, certificate_id: str) -> dict[str, str]:
        """The tags of a certificate's secret."""
        secrets = self.cloud.session.client("secretsmanager", endpoint_url=self.cloud.endpoint)
        name = f"{self.deployed.outputs['SecretPrefix']}/certificates/{certificate_id}"
        return {tag["Key"]: tag["Value"] for tag in secrets.describe_secret(SecretId=name)["Tags"]}

    def boundaries(self) -> dict[str, str]:
        """The permissions boundary of each role of the stack, by the role's name; empty where it has none."""
        roles = self.cloud.session.client("iam", endpoint_url=self.cloud.endpoint)
        prefix = f"{self.deployed.outputs['SecretPrefix']}-"
        pages = roles.get_paginator("list_roles").paginate()
        names = [role["RoleName"] for page in pages for role in page["Roles"] if role["RoleName"].startswith(prefix)]
        found = {name: roles.get_role(RoleName=name)["Role"].get("PermissionsBoundary") for name in names}
        return {name: boundary["PermissionsBoundaryArn"] if boundary else "" for name, boundary in found.items()}

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
    policies = world.cloud.session.client("iam", endpoint_url=world.cloud.endpoint)
    policy = policies.create_policy(PolicyName="organisation", PolicyDocument=json.dumps(EVERYTHING))["Policy"]["Arn"]
    demanded = {"PermissionsBoundaryArn": policy, "ResourceTags": "team=pki,cost center=4711 B"}
    return _deployed(world, STACK, {}), _deployed(world, REHEARSAL, demanded)


def _deployed(world: World, name: str, parameters: dict[str, str], attempt: int = 1) -> Stack:
    given = world.parameters() | IssuanceIntervals().parameters() | parameters
    deployed = deploy(world.cloud, given, stack=name)
    role = create_role(world.cloud, f"{name}-administrator-{attempt}", [deployed.outputs["AdministratorPolicyArn"]])
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


def test_every_role_of_a_stack_has_the_organisations_boundary(stacks: tuple[Stack, Stack]) -> None:
    """Without it, an organisation's policy denies the creation of the role."""
    one, other = stacks
    boundaries = {name: arn for name, arn in other.boundaries().items() if name != f"{REHEARSAL}-administrator-1"}
    others = 2  # of the challenge responder, and for access logs
    assert len(boundaries) == len(functions()) + len(resources(MACHINE)) + others
    assert {arn.rpartition("/")[2] for arn in boundaries.values()} == {"organisation"}
    assert not [name for name, arn in one.boundaries().items() if arn.endswith("/organisation")]


def test_a_secret_has_the_organisations_tags_and_the_stacks(stacks: tuple[Stack, Stack]) -> None:
    """Of an organisation that has none, the stack's alone."""
    one, other = stacks
    assert one.tags(one.upload("fourth.example.test")) == {"certkeeper:stack": STACK}
    tags = {"certkeeper:stack": REHEARSAL, "team": "pki", "cost center": "4711 B"}
    assert other.tags(other.upload("fifth.example.test")) == tags


def test_a_function_may_create_no_secret_without_the_tag_of_its_stack(stacks: tuple[Stack, Stack]) -> None:
    """Nor with another stack's: nothing that it leaves behind would be found."""
    one, _ = stacks
    with acting_as(one.cloud, f"{STACK}-upload_certificate") as role:
        secrets = role.client("secretsmanager", endpoint_url=one.cloud.endpoint)
        for number, tags in enumerate(({}, {"team": "pki"}, {"certkeeper:stack": REHEARSAL})):
            listed: list[TagTypeDef] = [{"Key": key, "Value": value} for key, value in tags.items()]
            with pytest.raises(ClientError, match="AccessDenied"):
                secrets.create_secret(Name=f"{STACK}/certificates/{number}", SecretString="x", Tags=listed)
        own: list[TagTypeDef] = [{"Key": "certkeeper:stack", "Value": STACK}]
        secrets.create_secret(Name=f"{STACK}/certificates/own", SecretString="x", Tags=own)


def test_the_probe_tries_a_stack_and_reports_what_is_wrong_with_it(world: World, stacks: tuple[Stack, Stack]) -> None:
    """It uploads and orders, and finds the fault that was made; what the emulator cannot say is not known."""
    _one, other = stacks
    functions = world.cloud.session.client("lambda", endpoint_url=world.cloud.endpoint)
    functions.update_function_configuration(FunctionName=f"{REHEARSAL}-list_orders", Runtime="python3.11")
    world.site.redirect_to = other.deployed.api_url
    site = f"127.0.0.1:{world.site.port}"
    done = run_for(world, other, "infra.probe", "--write", "--scope", SCOPE, "--name", site)
    assert done.returncode == 1, done.stderr
    verdicts = {name: verdict for verdict, name in re.findall(r"^## ([A-Z ]+): (.+)$", done.stdout, re.MULTILINE)}
    assert verdicts == {
        "Runtime and processor": "BAD",
        "Concurrent executions": "BAD",
        "Subscriptions to notices": "BAD",
        "Version of the runtime": "NOT KNOWN",
        "Definitions as deployed": "NOT KNOWN",
        "Definitions at the largest pauses": "NOT KNOWN",
        "TLS of the API": "NOT KNOWN",
        "IPv6 of a name": "NOT KNOWN",
        "Redirect of a site": "GOOD",
        "Metrics of the alarms": "NOT KNOWN",
        "The access log": "NOT KNOWN",
        "Keys of rows, simulated": "NOT KNOWN",
        "Refusal of an unsigned call": "GOOD",
        "Refusal of a wrong signature": "GOOD",
        "A signed call": "GOOD",
        "The responder": "GOOD",
        "Alarms that ring": "GOOD",
        "Upload of a PKCS#12 file": "GOOD",
        "An order up to its challenges": "GOOD",
        "Denied calls in the logs": "GOOD",
    }, done.stdout
    assert f"1 on python3.11 arm64; different: {REHEARSAL}-list_orders" in done.stdout
    assert not re.search(rf"\d{{12}}|{DOMAIN}|{other.deployed.outputs['ApiId']}", done.stdout)
    assert not [one for one in other.certificates("active") + other.certificates("pending") if "probe-" in str(one)]


def test_a_stack_is_deleted_with_a_waiting_order_and_deployed_again(world: World, stacks: tuple[Stack, Stack]) -> None:
    """`make delete` cancels the order, detaches policies, switches the protection off; the other stack goes on."""
    one, other = stacks
    other.upload("uploaded.example.test")
    active = len(other.certificates("active"))
    waiting = place(other.administrator, "waits.example.test", steps="manual")
    wait_until(other.administrator, waiting, "pending", action="verify")
    cloudformation = world.cloud.session.client("cloudformation", endpoint_url=world.cloud.endpoint)
    cloudformation.update_termination_protection(StackName=REHEARSAL, EnableTerminationProtection=True)
    access = {"ApiId": other.deployed.outputs["ApiId"], "Scopes": SCOPE, "Policies": "Viewer"}
    create_stack(cloudformation, ACCESS, read_template(ROOT / "infra" / "access.yaml"), access)

    done = delete(world, other, types=f"{REHEARSAL}\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Cancelled order {waiting['order_id']} in {SCOPE}." in done.stdout
    assert f"not renewed any more: {active} active, 1 pending" in done.stdout
    assert f"from the role {REHEARSAL}-administrator-1." in done.stdout
    assert f"Deleted the stack {ACCESS}." in done.stdout
    table = other.deployed.outputs["TableName"]
    assert f"aws dynamodb delete-table --table-name {table}" in done.stdout
    secrets = active + 1  # the key of the account at the CA
    assert f"{secrets} secrets, rehearsal/...: {secrets} x 0.40 = {secrets * 0.4:.2f} dollars a month" in done.stdout
    assert _status(world.cloud, table, waiting["order_id"]) == "cancelled"
    assert "There is no stack rehearsal" in delete(world, other).stdout, "it can be run again"

    again = _deployed(world, REHEARSAL, {}, attempt=2)
    world.site.redirect_to = again.deployed.api_url
    order = place(again.administrator, "waits.example.test", challenge="http-01")
    wait_until(again.administrator, order, "valid")
    one.wait_until_heard(one.upload("untouched.example.test"))


def delete(world: World, stack: Stack, *, types: str = "") -> subprocess.CompletedProcess[str]:
    """What `make delete` runs for the rehearsal, by an administrator of the account who types this."""
    return run_for(world, stack, "infra.deploy.delete", types=types)


def run_for(
    world: World, stack: Stack, module: str, *options: str, types: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a program on the rehearsal as an administrator of the account."""
    sts = world.cloud.session.client("sts", endpoint_url=world.cloud.endpoint)
    issued = sts.assume_role(RoleArn=account_administrator(world.cloud), RoleSessionName="deletes")["Credentials"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
        "AWS_ENDPOINT_URL": world.cloud.endpoint,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": issued["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": issued["SecretAccessKey"],
        "AWS_SESSION_TOKEN": issued["SessionToken"],
    }
    command = (sys.executable, "-m", module, "--stack", REHEARSAL, "--url", stack.deployed.api_url, *options)
    return subprocess.run(
        command, cwd=ROOT, env=environment, input=types, capture_output=True, text=True, timeout=120, check=False
    )


def account_administrator(cloud: Cloud) -> str:
    """The ARN of a role that may do everything in the account."""
    iam = cloud.session.client("iam", endpoint_url=cloud.endpoint)
    try:
        return iam.get_role(RoleName="account-administrator")["Role"]["Arn"]
    except iam.exceptions.NoSuchEntityException:
        return create_role(cloud, "account-administrator", ["arn:aws:iam::aws:policy/AdministratorAccess"])


def _status(cloud: Cloud, table: str, order_id: str) -> str:
    """The status of an order in the table that outlives its stack."""
    tables = cloud.session.client("dynamodb", endpoint_url=cloud.endpoint)
    rows = tables.scan(TableName=table)["Items"]
    (order,) = (row for row in rows if row.get("order_id", {}).get("S") == order_id and "status" in row)
    return order["status"]["S"]
