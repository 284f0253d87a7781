"""A stack is there, or it is not, or it is said why nothing can be deployed; a failure is never taken for no stack."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import BotoCoreError, EndpointConnectionError, NoCredentialsError, ProfileNotFound
from botocore.stub import Stubber

from infra.deploy.refusal import DeploymentRefused
from infra.deploy.stack import MAX_NAME_CHARACTERS, Stack, StackLocation, check_name, deployed_stack, unreachable
from tests.architecture.deployed import FUNCTION, resources

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

PLACE = StackLocation("certkeeper", "eu-west-1")
MISSING = "Stack with id certkeeper does not exist"
MAX_FUNCTION_NAME = 64
"""Characters, "FunctionName" in https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html."""


class CloudFormation:
    """CloudFormation that answers what a test says."""

    def __init__(self, client: "CloudFormationClient", stub: Stubber) -> None:
        self.client = client
        self._stub = stub

    def has(self, status: str, **parameters: str) -> None:
        """There is a stack in this state."""
        listed = [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()]
        stack: dict[str, Any] = {"StackName": "certkeeper", "CreationTime": "2026-11-30", "StackStatus": status}
        self._stub.add_response("describe_stacks", {"Stacks": [stack | {"Parameters": listed}]})

    def refuses(self, code: str, message: str) -> None:
        """It does not say."""
        self._stub.add_client_error("describe_stacks", code, message)


@pytest.fixture
def cloudformation() -> Iterator[CloudFormation]:
    """CloudFormation, which has been asked for nothing yet."""
    client = boto3.client(
        "cloudformation", region_name=PLACE.region, aws_access_key_id="none", aws_secret_access_key="none"
    )
    with Stubber(client) as stub:
        yield CloudFormation(client, stub)


@pytest.mark.parametrize(
    "status",
    ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "UPDATE_FAILED"],
)
def test_a_stack_that_can_be_updated_has_parameters(cloudformation: CloudFormation, status: str) -> None:
    """Those that it was deployed with last."""
    cloudformation.has(status, Runtime="python3.13", NoticeDays="30")
    assert deployed_stack(cloudformation.client, PLACE) == Stack(status, {"Runtime": "python3.13", "NoticeDays": "30"})


def test_a_stack_that_does_not_exist_is_none(cloudformation: CloudFormation) -> None:
    """CloudFormation has no error of its own for it, only a text."""
    cloudformation.refuses("ValidationError", MISSING)
    assert deployed_stack(cloudformation.client, PLACE) is None


def test_a_changeset_that_nobody_executed_is_no_stack_yet(cloudformation: CloudFormation) -> None:
    """Whoever answered no to the first changeset deploys again: sam makes another one for a new stack."""
    cloudformation.has("REVIEW_IN_PROGRESS")
    assert deployed_stack(cloudformation.client, PLACE) is None


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("ROLLBACK_COMPLETE", "AWS_REGION=eu-west-1 make delete STACK=certkeeper"),
        ("ROLLBACK_FAILED", "AWS_REGION=eu-west-1 make delete STACK=certkeeper"),
        ("DELETE_FAILED", "AWS_REGION=eu-west-1 make delete STACK=certkeeper"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name certkeeper --region eu-west-1"),
        ("UPDATE_IN_PROGRESS", "Wait until that has ended"),
        ("DELETE_IN_PROGRESS", "Wait until that has ended"),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "Wait until that has ended"),
    ],
)
def test_a_stack_that_cannot_be_updated_is_refused_with_what_to_do(
    cloudformation: CloudFormation, status: str, says: str
) -> None:
    """Before anything is built."""
    cloudformation.has(status, Runtime="python3.13")
    with pytest.raises(DeploymentRefused) as refusal:
        deployed_stack(cloudformation.client, PLACE)
    assert status in str(refusal.value)
    assert says in str(refusal.value)


def test_a_stack_of_somebody_else_is_left_alone(cloudformation: CloudFormation) -> None:
    """An update would replace all that is in it."""
    cloudformation.has("CREATE_COMPLETE", BucketName="photos")
    with pytest.raises(DeploymentRefused, match="certkeeper in eu-west-1 is not Certkeeper's"):
        deployed_stack(cloudformation.client, PLACE)


@pytest.mark.parametrize(
    ("code", "message", "says"),
    [
        ("AccessDenied", "User is not authorized", "cloudformation:DescribeStacks"),
        ("ExpiredToken", "The security token is expired", "Sign in again"),
        ("InvalidClientTokenId", "The security token is invalid", "Sign in again"),
        ("ValidationError", "1 validation error detected", "ValidationError: 1 validation error detected"),
        ("Throttling", f"Rate exceeded. {MISSING}", "Throttling"),
        ("ServiceUnavailable", "", "ServiceUnavailable"),
    ],
)
def test_a_check_that_failed_is_not_taken_for_no_stack(
    cloudformation: CloudFormation, code: str, message: str, says: str
) -> None:
    """A first deployment would ask for all parameters, and Enter would put the defaults in the place of the stack's."""
    cloudformation.refuses(code, message)
    with pytest.raises(DeploymentRefused) as refusal:
        deployed_stack(cloudformation.client, PLACE)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (NoCredentialsError(), "There are no AWS credentials."),
        (ProfileNotFound(profile="work"), "The config profile (work) could not be found"),
        (EndpointConnectionError(endpoint_url="https://x.example"), "Could not connect to the endpoint URL"),
    ],
)
def test_without_aws_it_is_said_what_is_missing(reason: BotoCoreError, says: str) -> None:
    """In a line, with what to do."""
    assert says in str(unreachable(reason, PLACE))
    assert "\n" not in str(unreachable(reason, PLACE))


@pytest.mark.parametrize("name", ["certkeeper", "c", "Certkeeper-2", "c" * MAX_NAME_CHARACTERS])
def test_a_name_of_a_stack_is_taken(name: str) -> None:
    """As CloudFormation takes it."""
    check_name(name)


@pytest.mark.parametrize("name", ["", "2nd", "-c", "c_d", "c d", "c\n", "c" * (MAX_NAME_CHARACTERS + 1)])
def test_a_name_that_could_not_be_deployed_is_refused(name: str) -> None:
    """A name that is too long would fail at the first function, after other resources were made."""
    with pytest.raises(DeploymentRefused):
        check_name(name)


def test_the_longest_name_of_a_stack_leaves_room_for_each_function() -> None:
    """Functions are named after the stack."""
    names = [properties["FunctionName"]["Fn::Sub"] for properties in resources(FUNCTION).values()]
    longest = max(len(name.replace("${AWS::StackName}", "c" * MAX_NAME_CHARACTERS)) for name in names)
    assert longest == MAX_FUNCTION_NAME
