"""Step Functions on the simulated clock: starts under unique names, tasks that crash, waits that end."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from certkeeper.domain.errors import CertkeeperError, TaskOutcome, TransientError
from certkeeper.entrypoints.unexpected import UnexpectedError
from tests.deployed_definition import deployed_definition, operation_of
from tests.integration.machine.aws.calls import Crash
from tests.integration.machine.interpreter.execution import Status
from tests.integration.machine.interpreter.handlers import CRASHED
from tests.integration.machine.interpreter.task_errors import TaskError
from tools.soak.state_machine.execution import TimedExecution

if TYPE_CHECKING:
    from random import Random

    from certkeeper.domain.orders.order import Order
    from tests.fakes.rows.orders import FakeOrders
    from tests.integration.machine.interpreter.state_data import Data
    from tools.soak.simulation.timeline import Timeline
    from tools.soak.state_machine.tasks import Task

SECONDS_TO_START = 1


class SoakMachine:
    """Fulfils `ports.orders.Machine`. `tasks` is filled in once they are wired; `unexpected` are what none may raise.

    `orders` are those without faults: the two waits of the machine write to the table themselves.
    """

    def __init__(self, timeline: Timeline, orders: FakeOrders, random: Random) -> None:
        self.tasks: dict[str, Task] = {}
        self.unexpected: dict[str, int] = {}
        self._timeline = timeline
        self._orders = orders
        self._random = random
        self._names: set[str] = set()
        self._waiting: dict[str, TimedExecution] = {}

    def start(self, order: Order) -> None:
        """Start the execution of an order, unless there is one of its name."""
        data = {"scope": order.scope, "order_id": order.order_id, "steps": str(order.steps), "run": 1}
        self._start(order.order_id, data)

    def wake(self, token: str) -> bool:
        """Continue the execution that waits for this token, and return whether there is one."""
        execution = self._waiting.pop(token, None)
        if execution:
            execution.wake()
            self._schedule(execution, SECONDS_TO_START, token=None)
        return execution is not None

    def _start(self, name: str, data: Data) -> None:
        if name in self._names:
            return
        self._names.add(name)
        execution = TimedExecution(deployed_definition(), data, self._perform, self._random)
        self._schedule(execution, SECONDS_TO_START, token=None)

    def _schedule(self, execution: TimedExecution, seconds: float, token: str | None) -> None:
        at = self._timeline.clock.now + timedelta(seconds=ceil(seconds))
        self._timeline.schedule(at, lambda: self._run(execution, token))

    def _run(self, execution: TimedExecution, token: str | None) -> None:
        if token is not None and self._waiting.pop(token, None) is None:
            return  # somebody was faster than the timer
        status = execution.resume() if execution.status is Status.WAITING else execution.advance()
        if status is not Status.WAITING:
            return
        if execution.token:
            self._waiting[execution.token] = execution
        self._schedule(execution, execution.seconds, execution.token)

    def _perform(self, _state: str, resource: str, given: Data) -> Any:  # noqa: ANN401 - any JSON value
        if operation := operation_of(resource):
            return self._run_task(operation, given)
        if ":dynamodb:" in resource:
            key, values = given["Key"], given["ExpressionAttributeValues"]
            scope = key["pk"]["S"].removeprefix("SCOPE#").removesuffix("#ORDERS")
            wake_count = int(values[":wake_count"]["N"])
            if not self._orders.wait(scope, key["sk"]["S"], values[":token"], wake_count=wake_count):
                raise TaskError("DynamoDb.ConditionalCheckFailedException")
            return {}
        self._start(given["Name"], given["Input"])
        return {}

    def _run_task(self, folder: str, given: Data) -> Any:  # noqa: ANN401 - any JSON value
        try:
            return self.tasks[folder](given)
        except Crash:
            raise TaskError(CRASHED) from None
        except Exception as error:
            self._note(error)
            raise TaskError(_name(error), str(error)) from error

    def _note(self, error: Exception) -> None:
        """Count an error that is not Certkeeper's own: it is a fault, whatever the machine makes of it."""
        if not isinstance(error, CertkeeperError):
            name = f"{type(error).__name__}: {error}"
            self.unexpected[name] = self.unexpected.get(name, 0) + 1


def _name(error: Exception) -> str:
    """As `entrypoints.task` names it: the machine compares names and knows nothing of subclasses."""
    if isinstance(error, TransientError):
        return TransientError.__name__
    return type(error).__name__ if isinstance(error, TaskOutcome) else UnexpectedError.__name__
