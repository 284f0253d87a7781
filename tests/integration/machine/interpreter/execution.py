"""One execution: goes from state to state until it ends or waits for a token."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Any
from uuid import uuid4

from tests.deployed_definition import Definition
from tests.integration.machine.interpreter.state_data import Data, filled, placed, read
from tests.integration.machine.interpreter.task_errors import Retries, TaskError, matching

Perform = Callable[[str, str, Data], Any]
"""Runs the resource of a state, by the names of state and resource and the task's input. Raises TaskError."""

TOKEN_SUFFIX = ".waitForTaskToken"


class Status(Enum):
    """WAITING: for a task token, or for its time to run out."""

    RUNNING = auto()
    WAITING = auto()
    SUCCEEDED = auto()
    FAILED = auto()


class Execution:
    """`entered` are the states in their order, `tries` counts the attempts of all tasks; no retry waits."""

    def __init__(self, definition: Definition, data: Data, perform: Perform, context: Data) -> None:
        self._states: dict[str, dict[str, Any]] = definition["States"]
        self._perform = perform
        self._context = context
        self.state: str = definition["StartAt"]
        self.data = data
        self.status = Status.RUNNING
        self.error = ""
        self.token: str | None = None
        self.entered: list[str] = []
        self.tries = 0

    def advance(self) -> Status:
        """Runs until there is nothing to do; says why."""
        while self.status is Status.RUNNING:
            self.entered.append(self.state)
            state = self._states[self.state]
            {"Task": self._task, "Choice": self._choice, "Succeed": self._end, "Fail": self._fail}[state["Type"]](state)
        return self.status

    def wake(self) -> None:
        """Somebody sent the token's success."""
        self._leave_wait()
        self._next(self._states[self.state])

    def time_out(self) -> None:
        """The wait's time ran out."""
        self._leave_wait()
        self._caught(self._states[self.state], TaskError("States.Timeout"))

    def _leave_wait(self) -> None:
        assert self.status is Status.WAITING
        self.status, self.token = Status.RUNNING, None

    def _task(self, state: dict[str, Any]) -> None:
        retries = Retries(state)
        while True:
            self.tries += 1
            try:
                self._try(state)
            except TaskError as error:
                if not retries.allow(error.name):
                    self._caught(state, error)
                    return
            else:
                return

    def _try(self, state: dict[str, Any]) -> None:
        resource: str = state["Resource"]
        token = str(uuid4()) if resource.endswith(TOKEN_SUFFIX) else None
        context = {**self._context, "Task": {"Token": token}, "State": {"Name": self.state}}
        given = filled(state["Parameters"], self.data, context) if "Parameters" in state else self.data
        result = self._perform(self.state, resource.removesuffix(TOKEN_SUFFIX), given)
        if token is None:
            self.data = placed(self.data, state["ResultPath"], result)
            self._next(state)
            return
        assert read(state["TimeoutSecondsPath"], self.data, context) >= 1
        self.status, self.token = Status.WAITING, token

    def _caught(self, state: dict[str, Any], error: TaskError) -> None:
        found = matching(state.get("Catch", []), error.name)
        if found is None:
            self.status, self.error = Status.FAILED, error.name
            return
        self.data = placed(self.data, found[1]["ResultPath"], error.output())
        self.state = found[1]["Next"]

    def _choice(self, state: dict[str, Any]) -> None:
        for choice in state["Choices"]:
            if read(choice["Variable"], self.data, self._context) == choice["StringEquals"]:
                self.state = choice["Next"]
                return
        self.state = state["Default"]

    def _next(self, state: dict[str, Any]) -> None:
        if state.get("End"):
            self.status = Status.SUCCEEDED
        else:
            self.state = state["Next"]

    def _end(self, _state: dict[str, Any]) -> None:
        self.status = Status.SUCCEEDED

    def _fail(self, state: dict[str, Any]) -> None:
        self.status, self.error = Status.FAILED, read(state["ErrorPath"], self.data, self._context)
