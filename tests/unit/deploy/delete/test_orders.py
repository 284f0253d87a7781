"""Orders are cancelled and have time to end; what goes on, or cannot be cancelled, is stopped."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest
from moto import mock_aws

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.errors import UnreachableError
from certkeeper_cli.invocation import Invocation
from certkeeper_cli.words import PROBLEM_URN
from infra.deploy.delete.clock import Clock
from infra.deploy.delete.orders import Execution, bounded, end_all, running

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

WAITS = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 1000, "End": True}}}
ORDER = {"scope": "shop", "order_id": "order-1", "steps": "manual", "run": 1}


class Account:
    """Step Functions with one machine, and Certkeeper's API, which `cancels` what it is asked to."""

    def __init__(self, machines: "SFNClient") -> None:
        self.machines = machines
        role = "arn:aws:iam::123456789012:role/machine"
        made = machines.create_state_machine(name="issuance", definition=json.dumps(WAITS), roleArn=role)
        self.arn = made["stateMachineArn"]
        self.time = 0.0
        self.cancelled: list[str] = []
        self.refusal: Exception | None = None
        self.ends = True
        self.lines: list[str] = []

    def start(self, given: object) -> str:
        """An execution that would wait for a long time."""
        return self.machines.start_execution(stateMachineArn=self.arn, input=json.dumps(given))["executionArn"]

    def request(self, method: str, path: str) -> dict[str, Any]:
        """Cancel an order, as the API does: its execution ends soon."""
        assert method == "DELETE"
        if self.refusal:
            raise self.refusal
        self.cancelled.append(path)
        return {}

    def pause(self, seconds: float) -> None:
        """Time passes, and what was cancelled ends."""
        self.time += seconds
        for each in running(self.machines, [self.arn]) if self.ends else ():
            self.machines.stop_execution(executionArn=each.arn)

    def end_all(self, *, with_api: bool = True) -> tuple[Execution, ...]:
        """End all that runs."""
        api = cast("Invocation", self) if with_api else None
        wait = bounded(Clock(lambda: self.time, self.pause), 60, self.lines.append)
        return end_all(self.machines, [self.arn], api, wait, self.lines.append)


@pytest.fixture
def account() -> Iterator[Account]:
    """Step Functions in this process."""
    with mock_aws():
        yield Account(boto3.client("stepfunctions", region_name="eu-west-1"))


def test_an_order_is_cancelled_and_ends_by_itself(account: Account) -> None:
    """It is not stopped: it removes its DNS records."""
    account.start(ORDER)
    assert account.end_all() == ()
    assert account.cancelled == ["/scopes/shop/orders/order-1"]
    assert account.lines[0] == "Cancelled order order-1 in shop."
    assert "Waiting for 1 to end: order order-1 in shop" in account.lines[1]


def test_an_order_that_does_not_end_is_stopped_and_said_to_have_left_records(account: Account) -> None:
    """A CA or a zone may be away for longer than somebody waits."""
    arn, account.ends = account.start(ORDER), False
    assert [each.arn for each in account.end_all()] == [arn]
    assert account.time >= 60
    assert account.machines.describe_execution(executionArn=arn)["status"] == "ABORTED"
    assert account.lines[-1] == "Stopped order order-1 in shop. Its challenges may have left DNS records."


@pytest.mark.parametrize(
    "refusal",
    [UnreachableError("it does not answer"), RefusedError({"type": PROBLEM_URN + "forbidden", "title": "No"})],
)
def test_orders_that_cannot_be_cancelled_are_stopped_at_once(account: Account, refusal: Exception) -> None:
    """Nobody waits for what does not end."""
    account.start(ORDER)
    account.refusal = refusal
    assert len(account.end_all()) == 1
    assert account.time == 0
    assert account.lines[0].startswith("The order order-1 in shop cannot be cancelled: ")


def test_an_order_that_the_ca_issues_is_waited_for(account: Account) -> None:
    """The API says that it is too late to cancel it."""
    account.start(ORDER)
    account.refusal = RefusedError({"type": PROBLEM_URN + "out-of-order", "title": "Too late"})
    assert account.end_all() == ()
    assert account.time > 0


def test_a_notice_is_waited_for_and_without_an_api_orders_are_stopped(account: Account) -> None:
    """After a failed deployment there is no API."""
    account.start({"message": "not an order"})
    assert account.end_all() == ()
    account.start(ORDER)
    assert len(account.end_all(with_api=False)) == 1


def test_a_machine_that_is_gone_has_nothing_that_runs(account: Account) -> None:
    """The deletion before had come further."""
    account.machines.delete_state_machine(stateMachineArn=account.arn)
    assert running(account.machines, [account.arn]) == ()
