"""Termination protection of a new stack: nobody deletes it by mistake, and `make delete` switches it off."""

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy.refusal import DeploymentRefused
from infra.deploy.stack import StackLocation, deployed_stack

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


def protect(cloudformation: "CloudFormationClient", location: StackLocation) -> str:
    """Switch termination protection on of the stack at a location that was just made, and return a line that says so.

    `cloudformation` is the client. The line is empty where nothing was made, because nobody executed the changeset.
    Where it cannot be switched on, the line has the reason and the command: what was deployed is good all the same.
    """
    try:
        if deployed_stack(cloudformation, location) is None:
            return ""
        cloudformation.update_termination_protection(EnableTerminationProtection=True, StackName=location.stack)
    except (ClientError, BotoCoreError, DeploymentRefused) as reason:
        return (
            f"Termination protection was not switched on: {reason} Do it with aws cloudformation "
            "update-termination-protection --enable-termination-protection "
            f"--stack-name {location.stack} --region {location.region}"
        )
    return (
        f"Termination protection of {location} is on. "
        f"AWS_REGION={location.region} make delete STACK={location.stack} deletes it."
    )
