"""`python -m infra.deploy.build`: `sam build` for one runtime and processor, from any machine (ADRs 8, 76 and 95).

What was built can be deployed for that runtime and processor only (see `restricted`).
"""

import copy
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from infra.bootstrap.environments import ROOT, SAM
from infra.deploy.parameters import parameters_of
from infra.deploy.platform import ARCHITECTURE, RUNTIME, Platform, choose_platform, restricted
from infra.deploy.refusal import DeploymentRefused
from infra.layers.archives import write_archive
from infra.layers.build import NAMES
from infra.layers.build import build as build_artifact
from infra.layers.compiling import NotCompiled, refuse_uncompiled
from infra.layers.target import Target, lambda_target
from infra.local.deployment.packaging import CODE
from infra.local.deployment.template import Template, read_template

SAM_PROGRAM = SAM.folder / "bin" / "sam"
SOURCE = ROOT / "template.yaml"
BUILT = ROOT / ".aws-sam" / "build" / "template.yaml"
"""The default path at which sam writes the built template, and from which it deploys one."""


def build(platform: Platform) -> None:
    """Build what functions run and the template, and pin the template to the platform.

    Raises DeploymentRefused where it cannot be compiled for the runtime, and CalledProcessError where uv or sam fails.
    """
    target = target_of(platform)
    BUILT.unlink(missing_ok=True)  # a build that fails leaves nothing to deploy
    try:
        build_for(target, BUILT.parent)
    except NotCompiled as reason:
        raise DeploymentRefused(str(reason)) from None
    restrict(BUILT, platform)


def target_of(platform: Platform) -> Target:
    """Return what is built for a platform.

    Raises DeploymentRefused where this machine has no Python that compiles for the runtime, unless UNCOMPILED=1 allows
    to build without.
    """
    target = lambda_target(platform.runtime, platform.architecture)
    try:
        refuse_uncompiled(target)
    except NotCompiled as reason:
        raise DeploymentRefused(str(reason)) from None
    return target


def build_for(target: Target, folder: Path) -> None:
    """Write the template and the archives that it names into the folder, built for the target.

    Raises NotCompiled where it cannot be compiled, and CalledProcessError where uv or sam fails.
    """
    with TemporaryDirectory(prefix="certkeeper-build-") as scratch:
        for name in NAMES:
            build_artifact(name, target, Path(scratch) / name)
        # sam empties the folder. It has nothing to build, and turns paths of the template into those from there.
        subprocess.run([str(SAM_PROGRAM), "build", "--build-dir", str(folder)], cwd=ROOT, check=True)
        for name in NAMES:
            write_archive(Path(scratch) / name, folder / f"{name}.zip")
    _write(folder / BUILT.name, _with_archives_beside(read_template(folder / BUILT.name)))


def restrict(built: Path, platform: Platform) -> None:
    """Allow a built template no other platform, in place."""
    _write(built, restricted(read_template(built), platform))


def _with_archives_beside(template: Template) -> Template:
    """The template with the archives in its own folder, wherever that is."""
    changed = copy.deepcopy(template)
    for resource in changed["Resources"].values():
        properties = resource.get("Properties", {})
        for name in {*CODE.values()} & properties.keys():
            properties[name] = Path(properties[name]).name
    return changed


def _write(built: Path, template: Template) -> None:
    """Write a template as JSON, which is YAML too, so that no text can be taken for a number or a date."""
    built.write_text(json.dumps(template, indent=2), encoding="utf-8")


@click.command(help=__doc__)
@click.option("--runtime", help="The Lambda runtime; the template's default unless given.")
@click.option("--architecture", help="The processor; the template's default unless given.")
def main(runtime: str | None, architecture: str | None) -> None:
    """Build for the runtime and the architecture; sam prints why it failed.

    Raises ClickException, which click prints as one line, for a platform that the template does not offer, and where
    nothing here can compile for it.
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
