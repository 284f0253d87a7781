"""The deployed stack: whether there is one, in which state, and with which parameters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
)

from infra.deploy.platform import RUNTIME
from infra.deploy.refusal import DeploymentRefused

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

MAX_NAME_CHARACTERS = 39
"""Characters of a stack's name: 64 of a function's name less the longest suffix in template.yaml (a test counts)."""

_NAME = re.compile(rf"[A-Za-z][A-Za-z0-9-]{{0,{MAX_NAME_CHARACTERS - 1}}}")
UNEXECUTED = "REVIEW_IN_PROGRESS"
"""A changeset for a new stack was made and not executed: CloudFormation, and sam, take it for no stack yet."""

_DELETE = frozenset({"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED"})
"""What CloudFormation lets nobody update."""

_STUCK = "UPDATE_ROLLBACK_FAILED"
DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
UNSIGNED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId"})
SIGN_IN = "Sign in again (aws sso login, or new keys), then repeat."


@dataclass(frozen=True, slots=True)
class StackLocation:
    """Where the stack is, or is to be."""

    stack: str
    region: str

    def __str__(self) -> str:
        return f"{self.stack} in {self.region}"


@dataclass(frozen=True, slots=True)
class Stack:
    """A deployed stack that can be updated."""

    status: str
    parameters: Mapping[str, str]


def check_name(name: str) -> None:
    """Raise DeploymentRefused for a name that CloudFormation would refuse, or that is too long for the functions'."""
    if not _NAME.fullmatch(name):
        raise DeploymentRefused(
            f"A stack cannot have the name {name!r}: STACK must begin with a letter, continue with letters, digits "
            f"and hyphens, and have at most {MAX_NAME_CHARACTERS} characters."
        )


def deployed_stack(cloudformation: "CloudFormationClient", location: StackLocation) -> Stack | None:
    """Return the stack at the location, or None where nothing is deployed under the name.

    Raises DeploymentRefused where `cloudformation` does not answer, for a stack that is not Certkeeper's, and for one
    that cannot be updated.
    """
    try:
        (found,) = cloudformation.describe_stacks(StackName=location.stack)["Stacks"]
    except ClientError as reason:
        if is_missing(reason):
            return None
        error = reason.response["Error"]
        raise _refused(error.get("Code", ""), error.get("Message", ""), location) from None
    except BotoCoreError as reason:
        raise unreachable(reason, location) from None
    status = found["StackStatus"]
    if status == UNEXECUTED:
        return None
    _check_status(status, location)
    parameters = {each["ParameterKey"]: each["ParameterValue"] for each in found.get("Parameters", ())}
    if RUNTIME not in parameters:
        raise DeploymentRefused(f"The stack {location} is not Certkeeper's. Give another name with STACK=...")
    return Stack(status, parameters)


def is_missing(reason: ClientError) -> bool:
    """Return whether the reason is that there is no such stack, for which CloudFormation has no code of its own."""
    error = reason.response["Error"]
    return error.get("Code") == "ValidationError" and "does not exist" in error.get("Message", "")


def unreachable(reason: BotoCoreError, location: StackLocation | None = None) -> DeploymentRefused:
    """Return the refusal that says why AWS cannot be asked, for a reason of botocore's, and about which location."""
    if isinstance(reason, NoCredentialsError | PartialCredentialsError):
        return DeploymentRefused("There are no AWS credentials. Set AWS_PROFILE, or sign in with the AWS CLI.")
    if isinstance(reason, NoRegionError):
        return DeploymentRefused("No AWS region is set. Set AWS_REGION, or one in the profile.")
    about = f"The stack {location} cannot be read" if location else "AWS cannot be asked"
    return DeploymentRefused(f"{about}: {reason}. Check the profile, the region and the network, then repeat.")


def _check_status(status: str, location: StackLocation) -> None:
    named = f"--stack-name {location.stack} --region {location.region}"
    if status in _DELETE:
        raise DeploymentRefused(
            f"The stack {location} is {status}: CloudFormation updates no stack in this state. Delete it with "
            f"AWS_REGION={location.region} make delete STACK={location.stack}, which says what is kept, and deploy "
            "again."
        )
    if status == _STUCK:
        raise DeploymentRefused(
            f"The stack {location} is {status}. Finish the rollback with "
            f"aws cloudformation continue-update-rollback {named}, and deploy again."
        )
    if status.endswith("_IN_PROGRESS"):
        raise DeploymentRefused(f"The stack {location} is {status}. Wait until that has ended, and deploy again.")


def _refused(code: str, message: str, location: StackLocation) -> DeploymentRefused:
    if code in DENIED:
        return DeploymentRefused(
            f"These AWS credentials may not read the stack {location} (cloudformation:DescribeStacks), so its "
            "parameters are not known. Deploy with credentials that may."
        )
    if code in UNSIGNED:
        return DeploymentRefused(f"AWS does not accept these credentials ({code}). {SIGN_IN}")
    return DeploymentRefused(f"CloudFormation did not describe the stack {location}: {code}: {message}")
