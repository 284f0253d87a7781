"""What tasks and definitions say to each other in real runs: functions on moto, a real CA, the deployed definition."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from certkeeper.adapters.aws.clients import client
from functions.events.send_notice import app as send_notice
from tests.contracts.examples import new_id
from tests.integration.machine.aws.account import account
from tests.integration.machine.aws.account_contents import TABLE, Account
from tests.integration.machine.aws.calls import Calls
from tests.integration.machine.interpreter.execution import Status
from tests.integration.machine.interpreter.handlers import Handlers
from tests.integration.machine.interpreter.state_data import Data
from tests.integration.machine.interpreter.task_errors import TaskError
from tests.integration.machine.runs.event_delivery import a_failure, deliver, forget_processes
from tests.integration.machine.runs.issuance import Issuance
from tests.integration.machine.runs.order_scenarios import AUTOMATIC_IN_DNS, EVERY, MANUAL, Scenario
from tests.integration.machine.world.outside_world import OutsideWorld

SCENARIOS: dict[str, Scenario] = {str(each): each for each in (*EVERY, AUTOMATIC_IN_DNS)}
"""The ways of an order that are recorded, by name."""


@dataclass(frozen=True)
class Call:
    """A task, what it was given, and how it ended: with a result, or with an error of that name."""

    operation: str
    given: Data
    result: Any = None
    error: str = ""


@dataclass
class Recorded:
    """Calls of tasks and inputs of executions, in their order, and what there was at each wait, by the state's name."""

    calls: list[Call] = field(default_factory=list)
    starts: list[Data] = field(default_factory=list)
    waits: dict[str, Data] = field(default_factory=dict)

    def start(self, given: Data) -> Data:
        """Keeps the input of an execution, and hands it on."""
        self.starts.append(given)
        return given


class RecordedHandlers(Handlers):
    """The functions, with a record of each task."""

    def __init__(self, calls: Calls, recorded: Recorded) -> None:
        super().__init__(calls)
        self._recorded = recorded

    def run_task(self, folder: str, given: Data) -> Any:  # noqa: ANN401 - any JSON value
        """Runs a task of the machine, and keeps what it was given and how it ended."""
        kept = json.loads(json.dumps(given))
        try:
            result = super().run_task(folder, given)
        except TaskError as error:
            self._recorded.calls.append(Call(folder, kept, error=error.name))
            raise
        self._recorded.calls.append(Call(folder, kept, result))
        return result


@dataclass
class RecordedIssuance(Issuance):
    """An order, with a record of what an execution and the table have while it waits."""

    recorded: Recorded = field(default_factory=Recorded)

    def advance(self) -> Status | None:
        """Lets the machine run until it ends or waits."""
        status = super().advance()
        if status is Status.WAITING:
            last = self.account.machine.last
            self.recorded.waits[last.state] = {"data": last.data, "token": last.token, "rows": _items()}
        return status


@contextmanager
def recorded_order(world: OutsideWorld) -> Iterator[RecordedIssuance]:
    """Somebody in an account in which nothing has happened yet but that a scope was put."""
    recorded, calls = Recorded(), Calls()
    with account(world.environment(), calls, RecordedHandlers(calls, recorded)) as made:
        made.machine.started_with = recorded.start
        order = RecordedIssuance(made, world, recorded=recorded)
        order.put_scope()
        yield order


def notice_of_a_failure(made: Account) -> Data:
    """The input of the execution that publishes the notice of a failed order."""
    forget_processes()
    deliver(made.calls, send_notice, a_failure("shop", new_id()))
    sfn = client("stepfunctions")
    (execution,) = sfn.list_executions(stateMachineArn=made.notice_machine_arn)["executions"]
    given: Data = json.loads(sfn.describe_execution(executionArn=execution["executionArn"])["input"])
    return given


def everything(world: OutsideWorld) -> dict[str, Any]:
    """All that a release keeps, by the names of its files: calls and starts by scenario, waits by state, the notice."""
    found: dict[str, Any] = {"tasks": {}, "starts": {}, "waits": {}, "notice": {}}
    for name, scenario in SCENARIOS.items():
        with recorded_order(world) as order:
            scenario.go(order)
            found["tasks"][name] = [asdict(each) for each in order.recorded.calls]
            found["starts"][name] = order.recorded.starts[0]
            if scenario is MANUAL:
                found["waits"] = order.recorded.waits
                found["notice"] = notice_of_a_failure(order.account)
    return found


def _items() -> list[dict[str, Any]]:
    """Every row of the table, as DynamoDB has it."""
    return [dict(item) for item in client("dynamodb").scan(TableName=TABLE, ConsistentRead=True)["Items"]]
