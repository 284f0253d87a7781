"""A stack is deleted in whatever state it is, waited for, and reasons are those of the newest attempt."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.stub import Stubber

from infra.deploy.delete.clock import Clock
from infra.deploy.delete.removal import remove
from infra.deploy.delete.stopped import DeletionStopped
from tests.unit.deploy.delete.test_plan import PROTECTED, STACK

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


class CloudFormation:
    """CloudFormation that answers what a test says, in this sequence and nothing else."""

    def __init__(self, client: "CloudFormationClient", stub: Stubber) -> None:
        self.client, self._stub, self.time = client, stub, 0.0

    def takes(self, call: str, **parameters: object) -> None:
        """A call that has no answer worth reading."""
        self._stub.add_response(call, {}, parameters)

    def says(self, *statuses: str) -> None:
        """It is asked by the id, so that it answers after the stack is gone."""
        for status in statuses:
            stack = {"StackName": STACK.name, "CreationTime": "2026-12-01", "StackStatus": status}
            self._stub.add_response("describe_stacks", {"Stacks": [stack]}, {"StackName": STACK.stack_id})

    def reports(self, *events: tuple[str, str, str]) -> None:
        """The events of resources, newest first."""
        listed = [
            {
                "StackId": STACK.stack_id,
                "StackName": STACK.name,
                "EventId": str(number),
                "Timestamp": "2026-12-01",
                "LogicalResourceId": name,
                "PhysicalResourceId": STACK.stack_id if name == STACK.name else name,
                "ResourceStatus": status,
                "ResourceStatusReason": reason,
            }
            for number, (name, status, reason) in enumerate(events)
        ]
        self._stub.add_response("describe_stack_events", {"StackEvents": listed})

    def pause(self, seconds: float) -> None:
        """Time passes at once."""
        self.time += seconds

    @property
    def clock(self) -> Clock:
        """The time of the test."""
        return Clock(lambda: self.time, self.pause)


@pytest.fixture
def cloudformation() -> Iterator[CloudFormation]:
    """CloudFormation, all of whose prepared answers are taken."""
    client = boto3.client("cloudformation", region_name="eu-west-1", aws_access_key_id="no", aws_secret_access_key="no")
    with Stubber(client) as stub:
        yield CloudFormation(client, stub)
        stub.assert_no_pending_responses()


@pytest.mark.parametrize("status", ["CREATE_COMPLETE", "ROLLBACK_COMPLETE", "DELETE_FAILED", "REVIEW_IN_PROGRESS"])
def test_a_stack_is_deleted_from_any_state(cloudformation: CloudFormation, status: str) -> None:
    """Whatever ended before."""
    cloudformation.takes("delete_stack", StackName=STACK.stack_id)
    cloudformation.says("DELETE_IN_PROGRESS", "DELETE_IN_PROGRESS", "DELETE_COMPLETE")
    remove(cloudformation.client, replace(STACK, status=status), print, clock=cloudformation.clock)


def test_protection_is_switched_off_before(cloudformation: CloudFormation) -> None:
    """CloudFormation would refuse."""
    off = {"EnableTerminationProtection": False, "StackName": STACK.stack_id}
    cloudformation.takes("update_termination_protection", **off)
    cloudformation.takes("delete_stack", StackName=STACK.stack_id)
    cloudformation.says("DELETE_COMPLETE")
    remove(cloudformation.client, PROTECTED, print, clock=cloudformation.clock)


def test_a_deletion_that_runs_is_waited_for(cloudformation: CloudFormation) -> None:
    """Whoever was interrupted begins no second one."""
    cloudformation.says("DELETE_IN_PROGRESS", "DELETE_COMPLETE")
    remove(cloudformation.client, replace(STACK, status="DELETE_IN_PROGRESS"), print, clock=cloudformation.clock)


def test_a_deletion_that_fails_has_the_reasons_of_this_attempt(cloudformation: CloudFormation) -> None:
    """Those of the attempt before are not repeated."""
    cloudformation.takes("delete_stack", StackName=STACK.stack_id)
    cloudformation.says("DELETE_FAILED")
    cloudformation.reports(
        (STACK.name, "DELETE_FAILED", "The following resource(s) failed to delete"),
        ("ViewerPolicy", "DELETE_FAILED", "Cannot delete a policy attached to entities."),
        (STACK.name, "DELETE_IN_PROGRESS", "User Initiated"),
        ("Table", "DELETE_FAILED", "of the attempt before"),
    )
    with pytest.raises(DeletionStopped) as stopped:
        remove(cloudformation.client, STACK, print, clock=cloudformation.clock)
    assert "  ViewerPolicy: Cannot delete a policy attached to entities.\n" in str(stopped.value)
    assert "the attempt before" not in str(stopped.value)


def test_a_deletion_that_takes_too_long_can_be_resumed(
    cloudformation: CloudFormation, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said now and then what is waited for, and at the end how to go on."""
    cloudformation.takes("delete_stack", StackName=STACK.stack_id)
    cloudformation.says(*["DELETE_IN_PROGRESS"] * 21)
    with pytest.raises(DeletionStopped, match="Run make delete again"):
        remove(cloudformation.client, STACK, print, clock=cloudformation.clock, seconds=40)
    assert capsys.readouterr().out.count("Waiting for the stack certkeeper to be deleted") == 3


def test_who_may_not_reads_which_right_is_missing(cloudformation: CloudFormation) -> None:
    """In a line."""
    cloudformation._stub.add_client_error("delete_stack", "AccessDenied", "no")  # noqa: SLF001 - of this file
    with pytest.raises(DeletionStopped, match=r"may not delete the stack \(DeleteStack\)"):
        remove(cloudformation.client, STACK, print, clock=cloudformation.clock)
