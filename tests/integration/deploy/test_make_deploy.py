"""`make deploy` as a person runs it, twice, against the emulator: the real build, sam, and answers through a pipe."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from certkeeper.adapters.acme.roots import one_line_of
from infra.bootstrap.environments import ROOT
from infra.deploy.build import BUILT, SAM_PROGRAM
from infra.deploy.parameters import parameters_of
from infra.local.aws import ROOT_KEY, Cloud
from infra.local.processes.emulator_process import REGION, EmulatorProcess
from tests.architecture.deployed import template
from tests.unit.x509.pki import sign

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

STACK = "by-make"
CONFIG = ROOT / "samconfig.toml"
STEP_SECONDS = 300
STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory"
ANSWERS = {
    "AcmeDirectoryUrl": STAGING,
    "AdministratorEmails": "ops@example.com",
    "DelegationZone": "acme.example.net",
    "ResourceTags": "team=pki,cost center=4711 B",
}
PLATFORM = {"Runtime": "python3.12", "Architecture": "x86_64"}
"""Neither is the template's default, so that whoever forgets them deploys something else."""

DEFAULTS = {name: parameter.default for name, parameter in parameters_of(template()).items()}
PRIVATE_CA = sign("A private root", ca=True)
LOG_ROLE = "arn:aws:iam::000000000000:role/api-gateway-logs-of-others"
"""The account's log role of API Gateway: somebody had APIs here before."""

CHANGED, TO = "OrdersPerThreeHours", "40"
SET = f"{CHANGED}={TO}"
DERIVED = {"AcmeDirectoryRootPem": one_line_of(PRIVATE_CA.pem), "AccessLogs": "existing"}
"""What is deployed of other answers: `existing` is proposed in such an account, and a file is an answer."""

FIRST = DEFAULTS | ANSWERS | PLATFORM | DERIVED | {CHANGED: TO}

pytestmark = pytest.mark.timeout(3 * STEP_SECONDS)


class Account:
    """An account of the emulator, and a person with its credentials in a shell."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self.config_at_first = CONFIG.read_bytes()
        self.printed_at_first = ""

    def run(self, *command: str, types: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command in the repository's folder; `types` is what the person types."""
        # Of a `make test` above this one, ARGS would be inherited.
        outer = ("AWS_", "MAKE", "MFLAGS", "ARGS", "SET", "STACK", "RUNTIME", "ARCHITECTURE")
        own = {name: value for name, value in os.environ.items() if not name.startswith(outer)}
        environment = own | {
            "AWS_ENDPOINT_URL": self._cloud.endpoint,
            "AWS_ACCESS_KEY_ID": ROOT_KEY,
            "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
            "AWS_DEFAULT_REGION": REGION,
            "SAM_CLI_TELEMETRY": "0",
            "UNCOMPILED": "1",  # a machine need not have the Python of PLATFORM, and nothing of it is run here
            "PYTHON": sys.executable,  # as the environments were made: they are current, and stay
        }
        return subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            input=types,
            capture_output=True,
            text=True,
            timeout=STEP_SECONDS,
            check=False,
        )

    def make_deploy(self, *variables: str, types: str) -> str:
        """Run `make deploy` to its good end; what it printed."""
        done = self.run("make", "deploy", f"STACK={STACK}", *variables, types=types)
        assert done.returncode == 0, done.stdout[-10_000:] + done.stderr
        assert "BuildArchitecture" not in done.stdout + done.stderr, "a warning of sam that is always false"
        return done.stdout

    def parameters(self) -> dict[str, str]:
        """The stack's parameters."""
        return {each["ParameterKey"]: each["ParameterValue"] for each in self.stack()["Parameters"]}

    def tags(self) -> dict[str, str]:
        """The stack's tags, which CloudFormation gives to its resources."""
        return {each["Key"]: each["Value"] for each in self.stack()["Tags"]}

    def use_log_role(self) -> None:
        """Set the account's log role of API Gateway, as another team did."""
        gateway = self._cloud.session.client("apigateway", endpoint_url=self._cloud.endpoint)
        gateway.update_account(patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": LOG_ROLE}])

    def log_role(self) -> str:
        """The account's log role of API Gateway."""
        gateway = self._cloud.session.client("apigateway", endpoint_url=self._cloud.endpoint)
        return gateway.get_account()["cloudwatchRoleArn"]

    def stack(self) -> "StackTypeDef":
        """The stack as CloudFormation describes it."""
        cloudformation = self._cloud.session.client("cloudformation", endpoint_url=self._cloud.endpoint)
        (stack,) = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
        return stack


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account in which a person has answered the questions of a first deployment."""
    emulator = EmulatorProcess(tmp_path_factory.mktemp("account"), seconds=3 * STEP_SECONDS)
    try:
        emulator.wait()
        account = Account(Cloud(emulator.endpoint))
        account.use_log_role()
        root = tmp_path_factory.mktemp("root") / "root.pem"
        root.write_text(PRIVATE_CA.pem, encoding="ascii")
        answers = ANSWERS | {"AcmeDirectoryRootPem": f"@{root}"}
        lines = [answers.get(name, "") for name in DEFAULTS if name not in {*PLATFORM, CHANGED}]
        platform = (f"{name.upper()}={value}" for name, value in PLATFORM.items())
        account.printed_at_first = account.make_deploy(*platform, f"SET={SET}", types="\n".join([*lines, "y", ""]))
        yield account
    finally:
        emulator.stop()


def test_a_second_deployment_keeps_what_was_answered_and_changes_what_is_said(account: Account) -> None:
    """Nothing is asked; no file of the repository holds an answer, and values in samconfig.toml do not reach the stack.

    Its environment `local` has some, and executes the changeset without a question.
    """
    assert account.parameters() == FIRST
    printed = account.make_deploy("SET=NoticeDays='30, 14'", "ARGS=--config-env local", types="")
    assert "AdministratorEmails = ops@example.com" in printed
    assert f"{CHANGED} = {TO}" in printed
    assert "These parameters are new" not in printed
    assert account.parameters() == FIRST | {"NoticeDays": "30, 14"}
    assert account.tags() == {"team": "pki", "cost center": "4711 B"}
    assert account.log_role() == LOG_ROLE
    assert CONFIG.read_bytes() == account.config_at_first


def test_a_new_stack_has_termination_protection(account: Account) -> None:
    """Nobody deletes it by mistake."""
    assert account.stack()["EnableTerminationProtection"] is True
    assert f"make delete STACK={STACK}" in account.printed_at_first


def test_layers_are_not_deployed_under_another_runtime(account: Account) -> None:
    """Not even by hand: CloudFormation refuses what was built for another."""
    before = account.parameters()
    config = ("--config-file", str(CONFIG), "--config-env", "local")
    command = (str(SAM_PROGRAM), "deploy", "--template-file", str(BUILT), *config)
    done = account.run(*command, "--stack-name", STACK, "--parameter-overrides", "Runtime=python3.11")
    assert done.returncode != 0
    assert "'Runtime' value 'python3.11' is not in AllowedValues: ['python3.12']" in done.stderr
    assert account.parameters() == before
