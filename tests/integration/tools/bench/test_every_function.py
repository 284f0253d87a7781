"""The benchmarks count every function, so that no new one is left out."""

from pathlib import Path
from typing import Any

from tests.architecture.deployed import functions
from tests.integration.machine.aws.account import account
from tests.integration.machine.aws.calls import Calls
from tests.integration.machine.interpreter.handlers import Answer, Handlers
from tests.integration.machine.runs.issuance import Issuance
from tests.integration.machine.world.outside_world import outside
from tools.bench.starts.every_function import call_every_function


class NotedHandlers(Handlers):
    """`called` are the functions that were."""

    def __init__(self, calls: Calls) -> None:
        super().__init__(calls)
        self.called: set[str] = set()

    def run_task(self, folder: str, given: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
        """See `Handlers.run_task`."""
        self.called.add(folder)
        return super().run_task(folder, given)

    def call(self, operation: str, method: str, **request: Any) -> Answer:  # noqa: ANN401 - as they are
        """See `Handlers.call`."""
        self.called.add(operation)
        return super().call(operation, method, **request)

    def run_event(self, folder: str, event: dict[str, Any]) -> None:
        """See `Handlers.run_event`."""
        self.called.add(folder)
        super().run_event(folder, event)


def test_the_journeys_call_every_function(tmp_path: Path) -> None:
    """Without valgrind they take seconds."""
    calls = Calls()
    handlers = NotedHandlers(calls)
    with outside(tmp_path) as world, account(world.environment(), calls, handlers) as made:
        Issuance(made, world).put_scope()
        call_every_function(made, world)
    assert handlers.called == {function.operation for function in functions()}
