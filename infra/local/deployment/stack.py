"""Creating and updating the stack; a failure has the reasons of its resources."""

import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from infra.local.deployment.template import Template

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.literals import CapabilityType
    from mypy_boto3_cloudformation.type_defs import CreateStackInputTypeDef, StackTypeDef

STEP_SECONDS = 120
POLL_SECONDS = 0.05
CAPABILITIES: "list[CapabilityType]" = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


class DeployFailed(RuntimeError):
    """The stack could not be created or updated; the reasons are those of its resources."""


def create_stack(
    cloudformation: "CloudFormationClient", name: str, template: Template | str, parameters: Mapping[str, str]
) -> dict[str, str]:
    """Create the stack of that name, wait for it, and return its outputs by name.

    `cloudformation` is the client; `template` may be a URL (`Packager.url`); `parameters` are values by name. Raises
    DeployFailed, with the reasons of the resources, where it is not complete within STEP_SECONDS.
    """
    request: CreateStackInputTypeDef = {
        "StackName": name,
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        "Capabilities": CAPABILITIES,
    }
    if isinstance(template, str):
        request["TemplateURL"] = template
    else:
        request["TemplateBody"] = json.dumps(template)
    cloudformation.create_stack(**request)
    _wait(cloudformation, name, "CREATE_COMPLETE")
    return outputs_of(cloudformation, name)


def update_stack(cloudformation: "CloudFormationClient", name: str, template_url: str) -> None:
    """Update the stack of that name to a template, wait for it, and keep all parameters.

    `cloudformation` is the client, `template_url` what `Packager.url` returned. Raises DeployFailed, with the reasons
    of the resources, where it is not complete within STEP_SECONDS.
    """
    parameters = _described(cloudformation, name).get("Parameters", [])
    cloudformation.update_stack(
        StackName=name,
        TemplateURL=template_url,
        Parameters=[{"ParameterKey": each["ParameterKey"], "UsePreviousValue": True} for each in parameters],
        Capabilities=CAPABILITIES,
    )
    _wait(cloudformation, name, "UPDATE_COMPLETE")


def _wait(cloudformation: "CloudFormationClient", name: str, status: str) -> None:
    """Returns when the stack has this status; raises DeployFailed where it comes to rest in another."""
    deadline = time.monotonic() + STEP_SECONDS
    while (stack := _described(cloudformation, name))["StackStatus"].endswith("IN_PROGRESS"):
        if time.monotonic() > deadline:
            raise DeployFailed(f"stack {name} is still {stack['StackStatus']} after {STEP_SECONDS} s")
        time.sleep(POLL_SECONDS)
    if stack["StackStatus"] != status:
        raise DeployFailed(f"stack {name}: {stack['StackStatus']}\n" + _reasons(cloudformation, name))


def outputs_of(cloudformation: "CloudFormationClient", name: str) -> dict[str, str]:
    """Ask `cloudformation`, a client, for the outputs of the stack of that name, and return them by name."""
    outputs = _described(cloudformation, name).get("Outputs", [])
    return {output["OutputKey"]: output["OutputValue"] for output in outputs}


def _described(cloudformation: "CloudFormationClient", name: str) -> "StackTypeDef":
    return cloudformation.describe_stacks(StackName=name)["Stacks"][0]


def _reasons(cloudformation: "CloudFormationClient", name: str) -> str:
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    return "\n".join(
        f"  {event.get('LogicalResourceId')}: {event.get('ResourceStatusReason')}"
        for event in events
        if event.get("ResourceStatus", "").endswith("FAILED")
    )
