"""Whether Step Functions takes the definitions, as deployed and at the largest pauses that the template allows."""

import json
from typing import TYPE_CHECKING

from infra.deploy.account import CLIENT_CONFIG
from infra.deploy.build import SOURCE
from infra.local.deployment.template import read_template
from infra.probe.finding import Check, Finding, judged, not_known
from infra.probe.largest import largest_definitions
from infra.probe.target import MACHINE, Target

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

BROKEN = {"StartAt": "First", "States": {"First": {"Type": "Pass", "Next": "Nowhere"}}}
"""What nothing may call valid: the control of these checks."""


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
    return _judged(machines, largest_definitions(read_template(SOURCE), target))


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
