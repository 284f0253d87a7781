"""Step Functions: moto keeps the executions that are started, this runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from tests.deployed_definition import Definition, deployed_definition, operation_of
from tests.integration.machine.interpreter.execution import Execution, Status
from tests.integration.machine.interpreter.handlers import Handlers
from tests.integration.machine.interpreter.state_data import Data
from tests.integration.machine.interpreter.task_errors import TaskError
from tests.integration.machine.interpreter.task_tokens import TaskTokens

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_stepfunctions import SFNClient


class StepFunctions:
    """Runs whatever moto says was started, by `definition`, which is today's unless a test sets another.

    `delivered` are the tasks run so far, with what each was given. `deliveries` is how often each is run. `after_task`
    is given each task's name when it has run, and may do what happens in the world meanwhile. `started_with` is given
    the input of each execution, and answers the one to run with.
    """

    def __init__(self, arn: str, handlers: Handlers, sfn: SFNClient, dynamodb: DynamoDBClient) -> None:
        self.after_task: Callable[[str], None] = lambda _task: None
        self.started_with: Callable[[Data], Data] = lambda given: given
        self._arn = arn
        self.definition: Definition = deployed_definition()
        self._handlers = handlers
        self._sfn = sfn
        self._dynamodb = dynamodb
        self.executions: dict[str, Execution] = {}
        self.tokens = TaskTokens(self.executions)
        self.delivered: list[tuple[str, Data]] = []
        self.deliveries = 1

    def advance(self) -> Status | None:
        """Lets everything that was started run until it ends or waits; the status of the last execution, if any."""
        running = self._started()
        while any(each.status is Status.RUNNING for each in running):
            for each in running:
                each.advance()
            running = self._started()
        return running[-1].status if running else None

    @property
    def last(self) -> Execution:
        """The execution that was started last."""
        return list(self.executions.values())[-1]

    def start_again(self) -> None:
        """A new execution with the input of the last one, as the console offers it."""
        given = self._sfn.describe_execution(executionArn=list(self.executions)[-1])["input"]
        self._sfn.start_execution(stateMachineArn=self._arn, name="by-hand", input=given)

    def _started(self) -> list[Execution]:
        for found in reversed(self._sfn.list_executions(stateMachineArn=self._arn)["executions"]):
            arn = found["executionArn"]
            if arn not in self.executions:
                data = json.loads(self._sfn.describe_execution(executionArn=arn)["input"])
                self.executions[arn] = self.execution(self.started_with(data))
        return list(self.executions.values())

    def execution(self, data: Data) -> Execution:
        """An execution with this input that has not begun."""
        return Execution(self.definition, data, self._perform, {"StateMachine": {"Id": self._arn}})

    def _perform(self, _state: str, resource: str, given: Data) -> Any:  # noqa: ANN401 - any JSON value
        if operation := operation_of(resource):
            return self._deliver(operation, given)
        service = resource.rpartition(":")[0]
        try:
            if service.endswith(":dynamodb"):
                return self._dynamodb.update_item(**given)
            return self._sfn.start_execution(
                stateMachineArn=given["StateMachineArn"], name=given["Name"], input=json.dumps(given["Input"])
            )
        except ClientError as error:
            prefix = "DynamoDb" if service.endswith(":dynamodb") else "StepFunctions"
            name = error.response["Error"]["Code"]
            raise TaskError(f"{prefix}.{name.removesuffix('Exception')}Exception") from error

    def _deliver(self, folder: str, given: Data) -> Any:  # noqa: ANN401 - any JSON value
        """The machine goes by what the last delivery says."""
        for _ in range(self.deliveries - 1):
            self.deliver_unasked(folder, given)
        try:
            return self._handlers.run_task(folder, given)
        finally:
            self.delivered.append((folder, given))
            self.after_task(folder)

    def deliver_unasked(self, folder: str, given: Data) -> None:
        """Runs a task though the machine does not wait for it; whatever it says, nobody listens."""
        with suppress(TaskError):
            self._handlers.run_task(folder, given)
