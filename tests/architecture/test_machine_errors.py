"""What the state machine does about errors: each name exists, each trouble is tried again or ends in red."""

import inspect

import pytest

from certkeeper.domain import errors
from tests.architecture.machine import function_tasks, states, tasks

ANY_ERROR = "States.ALL"
AWS_ERRORS = {
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.ServiceException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Sandbox.Timedout",
    "States.TaskFailed",
    "States.Timeout",
    "DynamoDb.ConditionalCheckFailedException",
    "DynamoDb.InternalServerErrorException",
    "DynamoDb.ProvisionedThroughputExceededException",
    "DynamoDb.RequestLimitExceededException",
    "DynamoDb.SdkClientException",
    "DynamoDb.ThrottlingException",
    "StepFunctions.ExecutionAlreadyExistsException",
}
"""What AWS calls its own errors. `DynamoDb` is how SDK integrations spell it; the optimised ones say `DynamoDB`."""


def test_a_failed_run_never_ends_green() -> None:
    """Whatever a task raises leads to CleanUpAfterFailure, CloseOrder and OrderFailed; what these raise fails too."""
    for name, state in tasks().items():
        last = state.get("Catch", [{"ErrorEquals": [ANY_ERROR], "Next": "nowhere: the execution fails"}])[-1]
        assert last["ErrorEquals"] == [ANY_ERROR], name
    assert states()["CleanUpAfterFailure"]["Next"] == "CloseOrder"
    assert states()["CloseOrder"]["Next"] == "OrderFailed"
    assert states()["OrderFailed"]["Type"] == "Fail"


def test_every_error_that_is_named_exists() -> None:
    """Ours are classes, AWS's are in the list above: a typing error would never match, and nobody would notice."""
    classes = {name for name, _ in inspect.getmembers(errors, inspect.isclass)}
    clauses = [clause for state in tasks().values() for clause in [*state.get("Retry", []), *state.get("Catch", [])]]
    named = {error for clause in clauses for error in clause["ErrorEquals"]}
    assert named <= classes | AWS_ERRORS | {ANY_ERROR}


@pytest.mark.parametrize("state", function_tasks())
def test_every_task_is_tried_again_after_trouble_that_may_pass(state: str) -> None:
    """No task is forgotten when a name is added to the list."""
    common = states()["OpenOrder"]["Retry"][-1]
    assert states()[state]["Retry"][-1] == common
    assert "TransientError" in common["ErrorEquals"]
