"""The deployed state machine on the simulated clock: a retry waits as long as its definition says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.integration.machine.interpreter.execution import Execution, Status
from tests.integration.machine.interpreter.state_data import read
from tests.integration.machine.interpreter.task_errors import DEFAULT_ATTEMPTS, TaskError, matching

if TYPE_CHECKING:
    from random import Random

    from tests.deployed_definition import Definition
    from tests.integration.machine.interpreter.execution import Perform
    from tests.integration.machine.interpreter.state_data import Data


class TimedExecution(Execution):
    """An execution that waits `seconds`, for a pause or a token; its caller resumes it."""

    def __init__(self, definition: Definition, data: Data, perform: Perform, random: Random) -> None:
        super().__init__(definition, data, perform, {"StateMachine": {"Id": "issuance"}})
        self.seconds = 0.0
        self._random = random
        self._used: dict[int, int] = {}

    def resume(self) -> Status:
        """Continue after a pause, or time out where a token was waited for; return the status."""
        if self.token is None:
            self.status = Status.RUNNING
        else:
            self.time_out()
        return self.advance()

    def _task(self, state: dict[str, Any]) -> None:
        try:
            self._try(state)
        except TaskError as error:
            pause = self._pause(state, error.name)
            if pause is not None:
                self.status, self.seconds = Status.WAITING, pause
                return
            self._caught(state, error)
        else:
            if self.status is Status.WAITING:
                self.seconds = read(state["TimeoutSecondsPath"], self.data, self._context)
        self._used = {}

    def _pause(self, state: dict[str, Any], error: str) -> float | None:
        """Amazon States Language, "Retrying after error"; None where nothing is left to try."""
        found = matching(state.get("Retry", []), error)
        if found is None:
            return None
        place, clause = found
        used = self._used[place] = self._used.get(place, 0) + 1
        if used > int(clause.get("MaxAttempts", DEFAULT_ATTEMPTS)):
            return None
        pause = float(clause["IntervalSeconds"]) * float(clause["BackoffRate"]) ** (used - 1)
        pause = min(pause, float(clause["MaxDelaySeconds"]))
        return self._random.uniform(0, pause) if clause.get("JitterStrategy") == "FULL" else pause
