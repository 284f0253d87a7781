"""Only Certkeeper's own stacks are found, in any state in which they can be deleted."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import Stubber

from infra.deploy.delete.stacks import ACCESS_TEMPLATE, MACHINE, find_access_stacks, find_stack
from infra.deploy.delete.stopped import DeletionStopped
from infra.deploy.stack import StackLocation
from infra.local.deployment.template import read_template

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

PLACE = StackLocation("certkeeper", "eu-west-1")
ACCESS = read_template(ACCESS_TEMPLATE)["Description"]


class CloudFormation:
    """CloudFormation that answers what a test says."""

    def __init__(self, client: "CloudFormationClient", stub: Stubber) -> None:
        self.client, self.stub = client, stub

    def has(self, *stacks: dict[str, Any]) -> None:
        """There are these stacks."""
        common = {"CreationTime": "2026-12-01", "StackStatus": "CREATE_COMPLETE"}
        self.stub.add_response(
            "describe_stacks", {"Stacks": [common | {"StackId": each["StackName"]} | each for each in stacks]}
        )

    def lists(self, *resources: tuple[str, str, str]) -> None:
        """A stack has these resources."""
        listed = [
            {
                "LogicalResourceId": physical,
                "PhysicalResourceId": physical,
                "ResourceType": kind,
                "ResourceStatus": status,
                "LastUpdatedTimestamp": "2026-12-01",
            }
            for kind, physical, status in resources
        ]
        self.stub.add_response("list_stack_resources", {"StackResourceSummaries": listed})


@pytest.fixture
def cloudformation() -> Iterator[CloudFormation]:
    """CloudFormation, which has been asked for nothing yet."""
    client = boto3.client("cloudformation", region_name="eu-west-1", aws_access_key_id="no", aws_secret_access_key="no")
    with Stubber(client) as stub:
        yield CloudFormation(client, stub)


def parameters(**values: str) -> list[dict[str, str]]:
    """As CloudFormation lists them."""
    return [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "DELETE_FAILED", "DELETE_IN_PROGRESS", "UPDATE_COMPLETE"])
def test_a_stack_is_found_with_what_is_still_in_it(cloudformation: CloudFormation, status: str) -> None:
    """What an earlier attempt has deleted is not read again."""
    cloudformation.has(
        {"StackName": "certkeeper", "StackStatus": status, "Parameters": parameters(Runtime="python3.13")}
    )
    cloudformation.lists((MACHINE, "issuance", "DELETE_COMPLETE"), (MACHINE, "notices", "DELETE_FAILED"))
    found = find_stack(cloudformation.client, PLACE)
    assert found
    assert (found.status, found.of_type(MACHINE), found.has_api) == (status, ("notices",), False)


def test_a_stack_that_is_gone_is_none(cloudformation: CloudFormation) -> None:
    """The second run ends, too."""
    cloudformation.stub.add_client_error("describe_stacks", "ValidationError", "Stack with id x does not exist")
    assert find_stack(cloudformation.client, PLACE) is None


@pytest.mark.parametrize(
    ("stack", "says"),
    [
        ({"Parameters": parameters(BucketName="photos")}, "is not Certkeeper's"),
        ({"StackStatus": "UPDATE_IN_PROGRESS", "Parameters": parameters(Runtime="python3.13")}, "Wait until"),
    ],
)
def test_a_stack_of_others_and_one_that_changes_are_left_alone(
    cloudformation: CloudFormation, stack: dict[str, Any], says: str
) -> None:
    """Before anything is asked or done."""
    cloudformation.has({"StackName": "certkeeper"} | stack)
    with pytest.raises(DeletionStopped, match=says):
        find_stack(cloudformation.client, PLACE)


def test_a_read_that_failed_is_not_taken_for_no_stack(cloudformation: CloudFormation) -> None:
    """It would be said that all is gone."""
    cloudformation.stub.add_client_error("describe_stacks", "AccessDenied", "no")
    with pytest.raises(DeletionStopped, match="may not read the stack"):
        find_stack(cloudformation.client, PLACE)


@pytest.mark.parametrize(("api_id", "names"), [("mine", {"access-mine"}), (None, {"certkeeper-access-shop"})])
def test_stacks_with_policies_are_those_of_this_api(
    cloudformation: CloudFormation, api_id: str | None, names: set[str]
) -> None:
    """Whatever they are called; where the API is gone, by the name that the guide gives them."""
    cloudformation.has(
        {"StackName": "access-mine", "Description": ACCESS, "Parameters": parameters(ApiId="mine", Scope="shop")},
        {"StackName": "certkeeper-access-shop", "Description": ACCESS, "Parameters": parameters(ApiId="other")},
        {"StackName": "certkeeper-access-photos", "Description": "photos", "Parameters": parameters(ApiId="mine")},
        {"StackName": "other-access-shop", "Description": ACCESS, "Parameters": parameters(ApiId="other")},
    )
    cloudformation.lists()
    found = find_access_stacks(cloudformation.client, "certkeeper", api_id)
    assert {each.name for each in found} == names
