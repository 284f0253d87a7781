"""Certkeeper's own interpreter, which runs orders in other tests, goes where one by somebody else goes too.

The paths are those of tests/integration/second_interpreter, where no way of the definition is left out.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.deployed_definition import ISSUANCE, deployed_definition
from tests.integration.machine.interpreter.execution import Execution, Status
from tests.integration.machine.interpreter.task_errors import TaskError
from tests.integration.second_interpreter.executions import CONTEXT, GO_ON
from tests.integration.second_interpreter.paths import PATHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.machine.interpreter.state_data import Data
    from tests.integration.second_interpreter.executions import Outcome, Path


class Script:
    """Does in each state what a path says; `tries` counts."""

    def __init__(self, path: Path) -> None:
        self.tries: Counter[str] = Counter()
        self._left = {state: _one_by_one(outcomes) for state, outcomes in path.script.items()}

    def perform(self, state: str, _resource: str, _given: Data) -> Any:  # noqa: ANN401 - any JSON value
        """The next outcome of the state."""
        self.tries[state] += 1
        outcome: Outcome = next(self._left.get(state, iter(())), {"result": GO_ON})
        if "error" in outcome:
            raise TaskError(outcome["error"])
        return outcome["result"]


def _one_by_one(outcomes: list[Outcome]) -> Iterator[Outcome]:
    for each in outcomes:
        yield from [each] * each.get("times", 1)


@pytest.mark.parametrize("path", PATHS[ISSUANCE], ids=str)
def test_certkeepers_own_interpreter_goes_where_the_other_goes(path: Path) -> None:
    """Through the same states, with as many tries, to the same end."""
    script = Script(path)
    execution = Execution(deployed_definition(), dict(path.given), script.perform, CONTEXT)
    while execution.advance() is Status.WAITING:
        execution.wake()
    assert (execution.entered, execution.error) == ([*path.states], path.error)
    assert {state: script.tries[state] for state in path.tries} == path.tries
