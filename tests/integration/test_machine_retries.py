"""The errors that the machine retries: its definition with tasks that fail once under a given name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.architecture.state_machine.definition import function_tasks, tasks
from tests.deployed_definition import deployed_definition
from tests.integration.machine.interpreter.execution import Execution, Status
from tests.integration.machine.interpreter.task_errors import TaskError

if TYPE_CHECKING:
    from tests.integration.machine.interpreter.state_data import Data

INPUT = {"scope": "shop", "order_id": "0", "steps": "automatic", "run": 1}
PROGRESS = {"next": "answer", "await_seconds": 30, "wake_count": 0}
SLEEPS = ("AwaitVerification", "AwaitIssuance")
FAILING = ["CleanUpAfterFailure", "CloseOrder", "OrderFailed"]
PASSING = (
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Runtime.HandlerNotFound",
    "Runtime.ImportModuleError",
    "Runtime.OutOfMemory",
    "Runtime.UserCodeSyntaxError",
    "Sandbox.Timedout",
    "DynamoDb.DynamoDbException",
    "TransientError",
    "UnexpectedError",
    "A name that nobody has heard of",
)
"""As AWS, the program, and anybody else may call what passes."""
DECIDED = ("OrderCancelled", "OrderExpired", "OrderFailed")


class Script:
    """Every task succeeds, but the one in `state` fails `times` times as `error`. `tried`: the states of all tries."""

    def __init__(self, state: str, error: str, times: int = 1) -> None:
        self.tried: list[str] = []
        self._state = state
        self._error = error
        self._times = times

    def run(self) -> Execution:
        """An execution that begins in the state."""
        data: Data = {**INPUT, "progress": PROGRESS, "failure": {"Error": "OrderFailed", "Cause": ""}}
        execution = Execution(deployed_definition(), data, self._perform, {"StateMachine": {"Id": "issuance"}})
        execution.state = self._state
        execution.advance()
        return execution

    def _perform(self, state: str, _resource: str, _given: Data) -> Any:  # noqa: ANN401 - any JSON value
        self.tried.append(state)
        if state == self._state and self.tried.count(state) <= self._times:
            raise TaskError(self._error)
        return PROGRESS


@pytest.mark.parametrize("error", PASSING)
@pytest.mark.parametrize("state", sorted(tasks()))
def test_what_may_pass_is_tried_again_in_the_same_state(state: str, error: str) -> None:
    """Whoever has named it, and whether or not anybody knew of the name before."""
    script = Script(state, error)
    execution = script.run()
    assert script.tried[:2] == [state, state]
    assert script.tried.count(state) == 2
    assert execution.status in {Status.SUCCEEDED, Status.WAITING} or state in FAILING or state.endswith("OfFailure")


@pytest.mark.parametrize("state", sorted(function_tasks()))
def test_a_function_that_has_taken_too_long_is_tried_again(state: str) -> None:
    """The state's own time limit is an error like the others."""
    script = Script(state, "States.Timeout")
    script.run()
    assert script.tried[:2] == [state, state]


@pytest.mark.parametrize("error", DECIDED)
@pytest.mark.parametrize("state", sorted(function_tasks()))
def test_what_is_decided_is_not_tried_again(state: str, error: str) -> None:
    """The order has ended, and its reason is on it."""
    script = Script(state, error)
    script.run()
    assert script.tried.count(state) == 1


@pytest.mark.parametrize("error", ["States.Timeout", "DynamoDb.ConditionalCheckFailedException"])
@pytest.mark.parametrize("state", SLEEPS)
def test_the_alarm_clock_is_no_error(state: str, error: str) -> None:
    """The time of a sleep is over, or somebody has called before it began: the order goes on, nothing is repeated."""
    script = Script(state, error)
    execution = script.run()
    assert script.tried.count(state) == 1
    assert (execution.status, FAILING[0] in execution.entered) == (Status.SUCCEEDED, False)


@pytest.mark.parametrize(
    ("state", "after"), [("RetrieveCertificate", "RemoveLeftovers"), ("CloseOrder", "RemoveLeftoversOfFailure")]
)
def test_records_that_are_left_are_no_reason_to_do_all_again(state: str, after: str) -> None:
    """The order is done; what is left is the next state's."""
    script = Script(state, "RecordsLeft")
    script.run()
    assert script.tried[:2] == [state, after]


@pytest.mark.parametrize(
    ("error", "tries"), [("Runtime.ImportModuleError", 13), ("UnexpectedError", 10), ("OrderFailed", 1)]
)
def test_what_does_not_pass_ends_the_order_as_what_it_was(error: str, tries: int) -> None:
    """After an hour, after a quarter of one, or at once; nothing stays in public, and CloseOrder learns the name."""
    script = Script("CheckAuthorizations", error, times=100)
    execution = script.run()
    assert script.tried.count("CheckAuthorizations") == tries
    assert execution.entered[-3:] == FAILING
    assert (execution.status, execution.error) == (Status.FAILED, error)
