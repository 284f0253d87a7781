"""Whether Step Functions takes the definitions, as deployed and at the largest pauses that the template allows."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from infra.bootstrap.environments import ROOT
from infra.deploy.account import CLIENT_CONFIG
from infra.deploy.parameters import parameters_of
from infra.local.deployment.template import read_template
from infra.probe.finding import Check, Finding, judged, not_known
from infra.probe.target import FUNCTION, MACHINE, Target

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

BROKEN = {"StartAt": "First", "States": {"First": {"Type": "Pass", "Next": "Nowhere"}}}
"""What nothing may call valid: the control of these checks."""
DEFINITIONS = ROOT / "infra" / "statemachines"


def _deployed_definitions(target: Target) -> Finding:
    """Validate what runs."""
    machines = target.session.client("stepfunctions", config=CLIENT_CONFIG)
    definitions = {
        name: machines.describe_state_machine(stateMachineArn=arn)["definition"]
        for name, arn in target.of_type(MACHINE).items()
    }
    return _judged(machines, definitions)


def _largest_definitions(target: Target) -> Finding:
    """Validate the definitions of this clone with each number at the largest value of its parameter."""
    machines = target.session.client("stepfunctions", config=CLIENT_CONFIG)
    texts = {file.name: with_largest(file, target) for file in sorted(DEFINITIONS.glob("*.asl.yaml"))}
    return _judged(machines, texts)


def with_largest(file: Path, target: Target) -> str:
    """Return the definition in a file as JSON, with the largest allowed numbers and the target's resources.

    CloudFormation replaces in the text, too, before it reads the YAML. Raises LookupError for a name that neither the
    template nor the target has.
    """
    numbers = {
        name: parameter.rules["MaxValue"]
        for name, parameter in parameters_of(read_template(ROOT / "template.yaml")).items()
        if "MaxValue" in parameter.rules
    }

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name in numbers:
            return str(numbers[name])
        if function := target.of_type(FUNCTION).get(name.removesuffix("Arn")):
            return f"arn:{target.partition}:lambda:{target.location.region}:{target.account}:function:{function}"
        return {"Partition": target.partition, **target.outputs}[name]

    return json.dumps(yaml.safe_load(re.sub(r"\$\{(\w+)\}", value, file.read_text(encoding="utf-8"))))


def _judged(machines: "SFNClient", definitions: dict[str, str]) -> Finding:
    if machines.validate_state_machine_definition(definition=json.dumps(BROKEN))["result"] == "OK":
        return not_known("a definition that leads nowhere is valid, too", "This validation finds nothing.")
    said: list[str] = []
    failed = not definitions
    for name, definition in definitions.items():
        answer = machines.validate_state_machine_definition(definition=definition, severity="WARNING")
        failed |= answer["result"] != "OK"
        problems = "; ".join(f"{each['location']}: {each['message']}" for each in answer["diagnostics"])
        said.append(f"{name} {answer['result']}" + (f" ({problems})" if problems else ""))
    return judged(
        is_good=not failed,
        came=", ".join(said),
        means_good="Step Functions takes them.",
        means_bad="A deployment with such values would fail; report the diagnostics.",
    )


SEE = "docs/reference/settings.md"
ASKED = "states:ValidateStateMachineDefinition"
CHECKS = (
    Check("Definitions as deployed", ASKED, SEE, _deployed_definitions),
    Check(
        "Definitions at the largest pauses", f"{ASKED}, numbers at their parameters' maximum", SEE, _largest_definitions
    ),
)
