"""`sam deploy`, which sends what was built, makes the changeset, shows it and asks before it is executed."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.bootstrap.environments import ROOT
from infra.deploy.build import BUILT, SAM_PROGRAM
from infra.deploy.refusal import DeploymentRefused
from infra.deploy.stack import StackLocation

TAGS = "ResourceTags"
"""The parameter with the tags of secrets, which the stack and its other resources get from sam."""

_ASKS = "Leave it out: make deploy asks for what the stack does not have."
_BUILDS = "Leave it out: make deploy deploys what it builds."
_DECIDED = {
    "--parameter-overrides": 'Use SET="Name=value" instead.',
    "--guided": _ASKS,
    "-g": _ASKS,
    "--save-params": "Leave it out: the stack keeps its parameters, and samconfig.toml is in the repository.",
    "--stack-name": "Use STACK=name instead.",
    "--region": "Use AWS_REGION=region instead.",
    "--tags": 'Use SET="ResourceTags=Key=Value,Key=Value" instead: secrets get the same tags.',
    "--profile": "Use AWS_PROFILE=name instead.",
    "--template-file": _BUILDS,
    "--template": _BUILDS,
    "-t": _BUILDS,
}
"""Options of sam that `make deploy` decides, and what to use instead."""


def check_arguments(arguments: Sequence[str]) -> None:
    """Raise DeploymentRefused where the arguments have an option of sam that `make deploy` decides itself."""
    for argument in arguments:
        option = argument.partition("=")[0] if argument.startswith("--") else argument[:2]
        if instead := _DECIDED.get(option):
            raise DeploymentRefused(f"ARGS has {option}, which make deploy decides. {instead}")


def sam_deploy(
    location: StackLocation, overrides: Mapping[str, str], tags: Mapping[str, str], arguments: Sequence[str]
) -> int:
    """Deploy what was built to a location, and return sam's exit status; `arguments` are further ones for sam.

    `tags` are the stack's, by key: CloudFormation gives them to its resources.

    For a parameter that is not in `overrides`, CloudFormation keeps the stack's previous value, and a new stack gets
    the template's default. Values go through a file: blanks and line ends in them need no quotes there.
    """
    with TemporaryDirectory(prefix="certkeeper-deploy-") as folder:
        file = Path(folder) / "parameters.yaml"  # which JSON is too; sam does not read files named .json here
        file.write_text(json.dumps(overrides), encoding="utf-8")
        decided = ("--template-file", str(BUILT), "--config-file", str(ROOT / "samconfig.toml"))
        where = ("--stack-name", location.stack, "--region", location.region)
        values = ("--parameter-overrides", f"file://{file}")
        tagged = ("--tags", *(f"{key}={value}" for key, value in tags.items())) if tags else ()
        command = [str(SAM_PROGRAM), "deploy", *decided, *where, *values, *tagged, *arguments]
        return subprocess.run(command, cwd=ROOT, check=False).returncode
