"""The patched emulator and ministack as it comes, each with a template that every patch matters to."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from boto3.session import Session

from infra.local.aws import Cloud
from infra.local.caller import Caller, assume
from infra.local.deploy import local_api_url
from infra.local.deployment.packaging import Packager
from infra.local.deployment.stack import create_stack
from infra.local.deployment.template import read_template
from infra.local.processes.emulator_process import REGION, EmulatorProcess
from infra.local.roles import create_role

PROBE = Path(__file__).parent / "probe"
LIFETIME_SECONDS = 1800


@dataclass(frozen=True)
class Probe:
    """A deployed probe template. `timeout_seconds` and `calls` are how long and how often something is waited for."""

    cloud: Cloud
    outputs: Mapping[str, str]
    timeout_seconds: float
    calls: int

    @property
    def api_url(self) -> str:
        """Where its API answers."""
        return local_api_url(self.cloud, self.outputs["ApiUrl"])

    def invoke(self, name: str) -> dict[str, Any]:
        """Call a function with an empty event; its answer."""
        functions = self.cloud.session.client("lambda", endpoint_url=self.cloud.endpoint)
        answer: dict[str, Any] = json.load(functions.invoke(FunctionName=name, Payload=b"{}")["Payload"])
        return answer

    def run(self, machine: str, *, seconds: float = 60, **state: object) -> tuple[str, str]:
        """Run a state machine; its status (RUNNING after `seconds`) and its error or its output."""
        machines = self.cloud.session.client("stepfunctions", endpoint_url=self.cloud.endpoint)
        execution = machines.start_execution(stateMachineArn=machine, input=json.dumps(state))["executionArn"]
        deadline = time.monotonic() + seconds
        while (found := machines.describe_execution(executionArn=execution))["status"] == "RUNNING":
            if time.monotonic() > deadline:
                machines.stop_execution(executionArn=execution)
                return "RUNNING", ""
            time.sleep(0.05)
        return found["status"], found.get("error") or found["output"]

    def caller(self, resource: str) -> Caller:
        """Someone who may invoke the given method and path, and nothing else."""
        iam = self.cloud.session.client("iam", endpoint_url=self.cloud.endpoint)
        arn = f"arn:aws:execute-api:us-east-1:000000000000:{self.outputs['ApiId']}/v1/{resource}"
        statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": arn}
        policy = iam.create_policy(
            PolicyName=f"may-{time.monotonic_ns()}",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        )["Policy"]["Arn"]
        return assume(self.cloud, create_role(self.cloud, f"role-{time.monotonic_ns()}", [policy]), self.api_url)

    def may(self, statement: Mapping[str, object]) -> Session:
        """A principal that this statement allows what it says, and nothing else."""
        iam = self.cloud.session.client("iam", endpoint_url=self.cloud.endpoint)
        sts = self.cloud.session.client("sts", endpoint_url=self.cloud.endpoint)
        name = f"allowed-{time.monotonic_ns()}"
        document = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
        policy = iam.create_policy(PolicyName=name, PolicyDocument=document)["Policy"]["Arn"]
        role = create_role(self.cloud, name, [policy])
        issued = sts.assume_role(RoleArn=role, RoleSessionName=name)["Credentials"]
        return Session(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"], REGION)


def _probe(directory: Path, *, patched: bool) -> Iterator[Probe]:
    layer = directory / "layers" / "probe" / "python"
    layer.mkdir(parents=True)
    (layer / "probe_layer.py").write_text("", encoding="utf-8")
    emulator = EmulatorProcess(directory, seconds=LIFETIME_SECONDS, patched=patched)
    try:
        emulator.wait()
        cloud = Cloud(emulator.endpoint)
        s3 = cloud.session.client("s3", endpoint_url=cloud.endpoint)
        cloudformation = cloud.session.client("cloudformation", endpoint_url=cloud.endpoint)
        packager = Packager(s3, layers=directory / "layers", cache=directory / "zips")
        template = packager.package(read_template(PROBE / "template.yaml"), PROBE)
        outputs = create_stack(cloudformation, "probe", template, {})
        # What stock ministack does not do is not waited for.
        yield Probe(cloud, outputs, *((60.0, 100) if patched else (2.0, 10)))
    finally:
        emulator.stop()


@pytest.fixture(scope="session")
def patched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probe]:
    """The emulator as the local world runs it."""
    yield from _probe(tmp_path_factory.mktemp("patched"), patched=True)


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probe]:
    """Ministack as it comes: where it does the right thing, a patch may go."""
    yield from _probe(tmp_path_factory.mktemp("stock"), patched=False)
