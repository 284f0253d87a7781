"""Creating the stack; a failure has the reasons of its resources."""

import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from infra.local.deployment.template import Template

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import CreateStackInputTypeDef, StackTypeDef

CREATE_SECONDS = 120
POLL_SECONDS = 0.05


class DeployFailed(RuntimeError):
    """The stack could not be created; the reasons are those of its resources."""


def create_stack(
    cloudformation: "CloudFormationClient", name: str, template: Template | str, parameters: Mapping[str, str]
) -> dict[str, str]:
    """Create the stack of that name, wait for it, and return its outputs by name.

    `cloudformation` is the client; `template` may be a URL (`Packager.url`); `parameters` are values by name. Raises
    DeployFailed, with the reasons of the resources, where it is not complete within CREATE_SECONDS.
    """
    request: CreateStackInputTypeDef = {
        "StackName": name,
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    if isinstance(template, str):
        request["TemplateURL"] = template
    else:
        request["TemplateBody"] = json.dumps(template)
    cloudformation.create_stack(**request)
    deadline = time.monotonic() + CREATE_SECONDS
    while (stack := _described(cloudformation, name))["StackStatus"].endswith("IN_PROGRESS"):
        if time.monotonic() > deadline:
            raise DeployFailed(f"stack {name} is still {stack['StackStatus']} after {CREATE_SECONDS} s")
        time.sleep(POLL_SECONDS)
    if stack["StackStatus"] != "CREATE_COMPLETE":
        raise DeployFailed(f"stack {name}: {stack['StackStatus']}\n" + _reasons(cloudformation, name))
    return outputs_of(cloudformation, name)


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
