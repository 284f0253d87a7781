"""`python -m infra.deploy.build`: `sam build` for one runtime and processor, from any machine (ADRs 8 and 76).

What was built can be deployed for that runtime and processor only (see `restricted`).
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from infra.bootstrap.environments import ROOT, SAM
from infra.deploy.parameters import parameters_of
from infra.deploy.platform import ARCHITECTURE, RUNTIME, Platform, choose_platform, restricted
from infra.deploy.refusal import DeploymentRefused
from infra.local.deployment.template import read_template

SAM_PROGRAM = SAM.folder / "bin" / "sam"
SOURCE = ROOT / "template.yaml"
BUILT = ROOT / ".aws-sam" / "build" / "template.yaml"
"""The default path at which sam writes the built template, and from which it deploys one."""


def build(platform: Platform) -> None:
    """Build layers and template, and pin the template to the platform. Raises CalledProcessError where sam fails."""
    BUILT.unlink(missing_ok=True)  # a build that fails leaves nothing to deploy
    for compiled in (ROOT / "functions").rglob("__pycache__"):
        shutil.rmtree(compiled)
    overrides = [f"{name}={value}" for name, value in platform.parameters.items()]
    subprocess.run(
        [str(SAM_PROGRAM), "build", "--parameter-overrides", *overrides],
        cwd=ROOT,
        env=os.environ | {"LAMBDA_RUNTIME": platform.runtime, "LAMBDA_ARCHITECTURE": platform.architecture},
        check=True,
    )
    restrict(BUILT, platform)


def restrict(built: Path, platform: Platform) -> None:
    """Allow a built template no other platform, in place.

    It becomes JSON, which is YAML too, so that no text can be taken for a number or a date.
    """
    built.write_text(json.dumps(restricted(read_template(built), platform), indent=2), encoding="utf-8")


@click.command(help=__doc__)
@click.option("--runtime", help="The Lambda runtime; the template's default unless given.")
@click.option("--architecture", help="The processor; the template's default unless given.")
def main(runtime: str | None, architecture: str | None) -> None:
    """Build for the runtime and the architecture; sam prints why it failed.

    Raises ClickException, which click prints as one line, for a platform that the template does not offer.
    """
    try:
        wanted = {RUNTIME: runtime, ARCHITECTURE: architecture}
        build(choose_platform(parameters_of(read_template(SOURCE)), wanted, {}))
    except DeploymentRefused as reason:
        raise click.ClickException(str(reason)) from None
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)


if __name__ == "__main__":
    main()
