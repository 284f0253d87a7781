"""Deleting one stack, and waiting until it is gone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from infra.deploy.delete.clock import Clock, Wait
from infra.deploy.delete.stacks import DELETING, FoundStack
from infra.deploy.delete.stopped import DeletionStopped, explained

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

DELETE_SECONDS = 3600.0
POLL_SECONDS = 2.0
_GONE = "DELETE_COMPLETE"


def remove(
    cloudformation: "CloudFormationClient",
    stack: FoundStack,
    say: Callable[[str], None],
    *,
    clock: Clock,
    seconds: float = DELETE_SECONDS,
) -> None:
    """Delete the stack, protected or not, and return when it is gone; `cloudformation` is the client.

    A deletion that runs already is waited for by the clock, and `say` prints for what. Raises DeletionStopped with the
    reasons of the resources where it fails, and where it has not ended within these seconds.
    """
    with explained("delete the stack"):
        if stack.is_protected:
            cloudformation.update_termination_protection(EnableTerminationProtection=False, StackName=stack.stack_id)
            say(f"Switched termination protection of {stack.name} off.")
        if stack.status != DELETING:
            cloudformation.delete_stack(StackName=stack.stack_id)
        wait = Wait(clock, seconds, say, POLL_SECONDS)
        while (status := _status(cloudformation, stack)) == DELETING:
            if wait.over():
                raise DeletionStopped(f"The stack {stack.name} is still {status}. Run make delete again: it goes on.")
            wait.pause(f"the stack {stack.name} to be deleted")
        if status != _GONE:
            raise DeletionStopped(
                f"The stack {stack.name} is {status}:\n{_reasons(cloudformation, stack)}\n"
                "Remove the causes, and run make delete again."
            )
    say(f"Deleted the stack {stack.name}.")


def _status(cloudformation: "CloudFormationClient", stack: FoundStack) -> str:
    """The status of the stack, which CloudFormation knows by its id after it is deleted, too."""
    (found,) = cloudformation.describe_stacks(StackName=stack.stack_id)["Stacks"]
    return found["StackStatus"]


def _reasons(cloudformation: "CloudFormationClient", stack: FoundStack) -> str:
    """Why resources could not be deleted in the newest attempt, a line each; events come newest first."""
    reasons: list[str] = []
    for page in cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack.stack_id):
        for event in page["StackEvents"]:
            status = event.get("ResourceStatus")
            is_stack = event.get("PhysicalResourceId") == stack.stack_id
            if is_stack and status == DELETING:
                return "\n".join(reasons)
            if not is_stack and status == "DELETE_FAILED":
                reasons.append(f"  {event.get('LogicalResourceId')}: {event.get('ResourceStatusReason', 'no reason')}")
    return "\n".join(reasons)
