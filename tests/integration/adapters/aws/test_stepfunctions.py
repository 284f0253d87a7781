"""Orders are started and woken on Step Functions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from boto3.session import Session
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from certkeeper.adapters.aws.stepfunctions import StepFunctionsMachine
from certkeeper.domain.errors import TransientError
from tests.contracts.examples import an_order
from tests.integration.adapters.conftest import REGION

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

DEFINITION = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 3600, "End": True}}}
ROLE = "arn:aws:iam::123456789012:role/machine"


@pytest.fixture
def stepfunctions(aws: Session) -> SFNClient:
    """A client."""
    return aws.client("stepfunctions", REGION)


@pytest.fixture
def arn(stepfunctions: SFNClient) -> str:
    """A machine's."""
    definition = json.dumps(DEFINITION)
    return stepfunctions.create_state_machine(name="issuance", definition=definition, roleArn=ROLE)["stateMachineArn"]


def test_an_order_has_one_execution_that_bears_its_id(stepfunctions: SFNClient, arn: str) -> None:
    """However often it is started; its input are ids and the mode."""
    machine, order = StepFunctionsMachine(stepfunctions, arn), an_order()
    machine.start(order)
    machine.start(order)
    (execution,) = stepfunctions.list_executions(stateMachineArn=arn)["executions"]
    assert execution["name"] == order.order_id
    description = stepfunctions.describe_execution(executionArn=execution["executionArn"])
    ids = {"scope": "shop", "order_id": order.order_id, "steps": "manual", "run": 1}
    assert json.loads(description["input"]) == ids


def test_an_execution_that_has_ended_is_not_started_again(stepfunctions: SFNClient) -> None:
    """A name is Step Functions' for 90 days."""
    with _refusing(stepfunctions, "start_execution", "ExecutionAlreadyExists"):
        StepFunctionsMachine(stepfunctions, "arn:machine").start(an_order())


def test_waking_answers_the_token_with_nothing(stepfunctions: SFNClient) -> None:
    """What the machine does next stands in the row."""
    with Stubber(stepfunctions) as stub:
        stub.add_response("send_task_success", {}, {"taskToken": "token", "output": "{}"})
        assert StepFunctionsMachine(stepfunctions, "arn:machine").wake("token")
        stub.assert_no_pending_responses()


@pytest.mark.parametrize("code", ["InvalidToken", "TaskDoesNotExist", "TaskTimedOut"])
def test_waking_a_machine_that_waits_no_more_is_no_error(stepfunctions: SFNClient, code: str) -> None:
    """The timer was faster, or another click, or the machine is one of a stack that is gone."""
    with _refusing(stepfunctions, "send_task_success", code):
        assert not StepFunctionsMachine(stepfunctions, "arn:machine").wake("token")


def test_throttling_can_be_tried_again(stepfunctions: SFNClient) -> None:
    """It is Certkeeper's error, by name."""
    with _refusing(stepfunctions, "start_execution", "ThrottlingException"), pytest.raises(TransientError):
        StepFunctionsMachine(stepfunctions, "arn:machine").start(an_order())


def test_a_mistake_of_certkeeper_stays_what_it_is(stepfunctions: SFNClient) -> None:
    """Trying again would not mend a missing permission."""
    with _refusing(stepfunctions, "send_task_success", "AccessDeniedException"), pytest.raises(ClientError):
        StepFunctionsMachine(stepfunctions, "arn:machine").wake("token")


def _refusing(client: SFNClient, operation: str, code: str) -> Stubber:
    stub = Stubber(client)
    stub.add_client_error(operation, code)
    return stub
