"""Stacks that are to be deleted: Certkeeper's own, and those of infra/access.yaml that name its API."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from infra.bootstrap.environments import ROOT
from infra.deploy.delete.stopped import DeletionStopped, explained
from infra.deploy.platform import RUNTIME
from infra.deploy.stack import UNEXECUTED, StackLocation, is_missing
from infra.local.deployment.template import read_template

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

ACCESS_TEMPLATE = ROOT / "infra" / "access.yaml"
DELETING = "DELETE_IN_PROGRESS"
POLICY = "AWS::IAM::ManagedPolicy"
MACHINE = "AWS::StepFunctions::StateMachine"
TABLE = "AWS::DynamoDB::Table"


@dataclass(frozen=True, slots=True)
class FoundStack:
    """A stack that is to be deleted. `resources` are physical ids of what is in it, by type."""

    name: str
    stack_id: str
    status: str
    is_protected: bool
    api_id: str | None
    has_api: bool
    resources: dict[str, tuple[str, ...]]

    def of_type(self, kind: str) -> tuple[str, ...]:
        """Return the physical ids of its resources of this kind, a type of CloudFormation's."""
        return self.resources.get(kind, ())


def find_stack(cloudformation: "CloudFormationClient", location: StackLocation) -> FoundStack | None:
    """Return Certkeeper's stack at the location; None where there is none. `cloudformation` is the client.

    Raises DeletionStopped for a stack that is not Certkeeper's, and for one that is being changed.
    """
    with explained("read the stack"):
        try:
            (stack,) = cloudformation.describe_stacks(StackName=location.stack)["Stacks"]
        except ClientError as reason:
            if is_missing(reason):
                return None
            raise
        status = stack["StackStatus"]
        names = {each["ParameterKey"] for each in stack.get("Parameters", ())}
        if status != UNEXECUTED and RUNTIME not in names:
            raise DeletionStopped(f"The stack {location} is not Certkeeper's. Give another name with STACK=...")
        if status.endswith("_IN_PROGRESS") and status not in {UNEXECUTED, DELETING}:
            raise DeletionStopped(f"The stack {location} is {status}. Wait until that has ended, and delete it then.")
        return _found(cloudformation, stack)


def find_access_stacks(cloudformation: "CloudFormationClient", name: str, api_id: str | None) -> tuple[FoundStack, ...]:
    """Return the stacks that infra/access.yaml made for this API: each holds policies that name it.

    Where the API is gone already (`api_id` is None) its stacks are known by their names, `<name>-access-...`, as the
    guide gives them. `cloudformation` is the client. Raises DeletionStopped where AWS does not say.
    """
    description = read_template(ACCESS_TEMPLATE)["Description"]

    def belongs(stack: "StackTypeDef") -> bool:
        if stack.get("Description") != description:
            return False
        values = {each["ParameterKey"]: each["ParameterValue"] for each in stack.get("Parameters", ())}
        return values.get("ApiId") == api_id if api_id else stack["StackName"].startswith(f"{name}-access-")

    with explained("read the stacks of the account"):
        pages = cloudformation.get_paginator("describe_stacks").paginate()
        found = [stack for page in pages for stack in page["Stacks"] if belongs(stack)]
        return tuple(_found(cloudformation, stack) for stack in found)


def _found(cloudformation: "CloudFormationClient", stack: "StackTypeDef") -> FoundStack:
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", ())}
    resources: dict[str, tuple[str, ...]] = {}
    for kind, physical_id in _resources(cloudformation, stack["StackId"]):
        resources[kind] = (*resources.get(kind, ()), physical_id)
    return FoundStack(
        name=stack["StackName"],
        stack_id=stack["StackId"],
        status=stack["StackStatus"],
        is_protected=bool(stack.get("EnableTerminationProtection")),
        api_id=outputs.get("ApiId"),
        has_api="ApiUrl" in outputs,
        resources=resources,
    )


def _resources(cloudformation: "CloudFormationClient", stack_id: str) -> Iterator[tuple[str, str]]:
    for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack_id):
        for each in page["StackResourceSummaries"]:
            physical_id = each.get("PhysicalResourceId")
            if physical_id and each["ResourceStatus"] != "DELETE_COMPLETE":
                yield each["ResourceType"], physical_id
