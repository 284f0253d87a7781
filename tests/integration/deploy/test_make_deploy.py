"""`make deploy` as a person runs it, twice, against the emulator: the real build, sam, and answers through a pipe."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from infra.bootstrap.environments import ROOT
from infra.deploy.build import BUILT, SAM_PROGRAM
from infra.deploy.parameters import parameters_of
from infra.local.aws import ROOT_KEY, Cloud
from infra.local.processes.emulator_process import REGION, EmulatorProcess
from tests.architecture.deployed import template

STACK = "by-make"
CONFIG = ROOT / "samconfig.toml"
STEP_SECONDS = 300
STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory"
ANSWERS = {
    "AcmeDirectoryUrl": STAGING,
    "AdministratorEmails": "ops@example.com",
    "DelegationZone": "acme.example.net",
}
PLATFORM = {"Runtime": "python3.12", "Architecture": "x86_64"}
"""Neither is the template's default, so that whoever forgets them deploys something else."""

DEFAULTS = {name: parameter.default for name, parameter in parameters_of(template()).items()}
FIRST = DEFAULTS | ANSWERS | PLATFORM

pytestmark = pytest.mark.timeout(3 * STEP_SECONDS)


class Account:
    """An account of the emulator, and a person with its credentials in a shell."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self.config_at_first = CONFIG.read_bytes()

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
        cloudformation = self._cloud.session.client("cloudformation", endpoint_url=self._cloud.endpoint)
        (stack,) = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
        return {each["ParameterKey"]: each["ParameterValue"] for each in stack["Parameters"]}


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account in which a person has answered the questions of a first deployment."""
    emulator = EmulatorProcess(tmp_path_factory.mktemp("account"), seconds=3 * STEP_SECONDS)
    try:
        emulator.wait()
        account = Account(Cloud(emulator.endpoint))
        lines = [ANSWERS.get(name, "") for name in DEFAULTS if name not in PLATFORM]
        platform = (f"{name.upper()}={value}" for name, value in PLATFORM.items())
        account.make_deploy(*platform, types="\n".join([*lines, "y", ""]))
        yield account
    finally:
        emulator.stop()


def test_a_second_deployment_keeps_what_was_answered_and_changes_what_is_said(account: Account) -> None:
    """Nothing is asked but whether to execute the changeset; no file of the repository holds an answer."""
    assert account.parameters() == FIRST
    printed = account.make_deploy("SET=NoticeDays='30, 14'", types="y\n")
    assert "AdministratorEmails = ops@example.com" in printed
    assert account.parameters() == FIRST | {"NoticeDays": "30, 14"}
    assert CONFIG.read_bytes() == account.config_at_first


def test_layers_are_not_deployed_under_another_runtime(account: Account) -> None:
    """Not even by hand: CloudFormation refuses what was built for another."""
    before = account.parameters()
    config = ("--config-file", str(CONFIG), "--config-env", "local")
    command = (str(SAM_PROGRAM), "deploy", "--template-file", str(BUILT), *config)
    done = account.run(*command, "--stack-name", STACK, "--parameter-overrides", "Runtime=python3.11")
    assert done.returncode != 0
    assert "'Runtime' value 'python3.11' is not in AllowedValues: ['python3.12']" in done.stderr
    assert account.parameters() == before
