"""template.yaml as CloudFormation gets it from the SAM transform: plain resources under their logical ids."""

import json
import subprocess
from copy import deepcopy
from functools import cache

from infra.bootstrap.environments import EMULATOR, ROOT
from infra.local.deployment.packaging import CODE, FILES
from infra.local.deployment.template import Template, read_template
from infra.local.processes.emulator_process import REGION

_PROGRAM = """
import json, sys
from samtranslator.translator.transform import transform

class NoManagedPolicies:
    def load(self):
        return {}

json.dump(transform(json.load(sys.stdin), {}, NoManagedPolicies()), sys.stdout)
"""
"""Runs in the emulator's environment, which has aws-sam-translator; no other has it (pyproject.toml says why)."""


@cache
def translated() -> Template:
    """The translated template; takes about a second, once."""
    template = deepcopy(read_template(ROOT / "template.yaml"))
    for resource in template["Resources"].values():
        for uris in (CODE, FILES):
            if (name := uris.get(resource["Type"])) and isinstance(resource["Properties"].get(name), str):
                resource["Properties"][name] = "s3://bucket/key"  # the transform refuses paths, which are sent before
    done = subprocess.run(
        [str(EMULATOR.python), "-c", _PROGRAM],
        input=json.dumps(template),
        env={"AWS_DEFAULT_REGION": REGION},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: Template = json.loads(done.stdout)
    return result
