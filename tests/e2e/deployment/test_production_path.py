"""The build and `sam deploy` of production, against the emulator."""

import os
import subprocess
from pathlib import Path

import pytest
from botocore.credentials import Credentials

from infra.bootstrap.environments import ROOT
from infra.deploy.build import SAM_PROGRAM, build_for
from infra.layers.target import host_target
from infra.local.administrator import administrator_role
from infra.local.caller import assume
from infra.local.deploy import Deployed, local_api_url
from infra.local.deployment.stack import create_stack, outputs_of
from infra.local.deployment.template import read_template
from infra.local.processes.emulator_process import REGION
from infra.local.roles import create_role
from infra.local.world import IssuanceIntervals, World
from tests.e2e.order_journey import ensure_scope, place, wait_until

STACK = "by-sam"
BUCKET = "aws-sam-cli-managed-default-here"
"""With the name of sam's own bucket, which refuses what does not come over TLS, and the emulator has none."""

STEP_SECONDS = 300


def deployer(world: World) -> Credentials:
    """Whoever has the policies of infra/deployer.yaml, and no others."""
    cloudformation = world.cloud.session.client("cloudformation", endpoint_url=world.cloud.endpoint)
    template = read_template(ROOT / "infra" / "deployer.yaml")
    policies = create_stack(cloudformation, "deployer", template, {"StackName": STACK})
    role = create_role(world.cloud, "deployer", policies.values())
    credentials = assume(world.cloud, role, "").credentials
    assert credentials is not None
    return credentials


def run_sam(world: World, credentials: Credentials, *arguments: str) -> None:
    """Run sam as a person would, with the emulator for AWS."""
    environment = os.environ | {
        "AWS_ENDPOINT_URL": world.cloud.endpoint,
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        "AWS_SESSION_TOKEN": credentials.token or "",
        "AWS_DEFAULT_REGION": REGION,
        "SAM_CLI_TELEMETRY": "0",
    }
    done = subprocess.run(
        [str(SAM_PROGRAM), *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=STEP_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.timeout(3 * STEP_SECONDS)
def test_what_is_built_and_deployed_by_sam_issues_a_certificate(tmp_path: Path) -> None:
    """What `make build` makes does the main job, for this machine's Python. The role that deploys has what it needs.

    The emulator asks its policies for the stack and the bucket; the resources of a stack it makes unasked.
    """
    with World(seconds=3 * STEP_SECONDS) as world:
        credentials = deployer(world)
        world.cloud.session.client("s3", endpoint_url=world.cloud.endpoint).create_bucket(Bucket=BUCKET)
        build_for(host_target(), tmp_path)
        parameters = world.parameters() | IssuanceIntervals().parameters()
        run_sam(
            world,
            credentials,
            *("deploy", "--template-file", str(tmp_path / "template.yaml"), "--stack-name", STACK),
            *("--no-resolve-s3", "--s3-bucket", BUCKET),
            *("--config-file", str(ROOT / "samconfig.toml"), "--config-env", "local"),
            *("--parameter-overrides", *(f'{name}="{value}"' for name, value in parameters.items())),
        )
        outputs = outputs_of(world.cloud.session.client("cloudformation", endpoint_url=world.cloud.endpoint), STACK)
        deployed = Deployed(outputs, local_api_url(world.cloud, outputs["ApiUrl"]))
        world.site.redirect_to = deployed.api_url
        administrator = assume(world.cloud, administrator_role(world.cloud, deployed), deployed.api_url)
        ensure_scope(administrator)
        order = place(administrator, "shop.example.test", challenge="http-01")
        wait_until(administrator, order, "valid")
