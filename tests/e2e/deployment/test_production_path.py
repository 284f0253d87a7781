"""The build and `sam deploy` of production, against the emulator."""

import os
import subprocess
from pathlib import Path

import pytest

from infra.bootstrap.environments import ROOT
from infra.deploy.build import SAM_PROGRAM, build_for
from infra.layers.target import host_target
from infra.local.administrator import administrator_role
from infra.local.aws import ROOT_KEY
from infra.local.caller import assume
from infra.local.deploy import Deployed, local_api_url
from infra.local.deployment.stack import outputs_of
from infra.local.processes.emulator_process import REGION
from infra.local.world import IssuanceIntervals, World
from tests.e2e.order_journey import ensure_scope, place, wait_until

STACK = "by-sam"
STEP_SECONDS = 300


def run_sam(world: World, *arguments: str) -> None:
    """Run sam as a person would, with the emulator for AWS."""
    environment = os.environ | {
        "AWS_ENDPOINT_URL": world.cloud.endpoint,
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
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
    """The archives and the template that `make build` makes do the main job, built for this machine's Python."""
    with World(seconds=3 * STEP_SECONDS) as world:
        build_for(host_target(), tmp_path)
        parameters = world.parameters() | IssuanceIntervals().parameters()
        run_sam(
            world,
            *("deploy", "--template-file", str(tmp_path / "template.yaml"), "--stack-name", STACK),
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
