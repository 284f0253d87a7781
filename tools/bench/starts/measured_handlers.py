"""Handlers whose first call is a cold start, counted in a process of its own with the layers of the template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.layers.target import host_target
from tests.architecture.deployed import function
from tests.integration.machine.aws.calls import Calls
from tests.integration.machine.interpreter.handlers import Answer, Handlers, as_answer, as_event
from tests.integration.machine.interpreter.state_data import Data
from tests.integration.machine.interpreter.task_errors import TaskError
from tools.bench.starts.instructions import instructions

PROGRAM = Path(__file__).with_name("cold_start.py")
OPTIONS = ("-P", "-S", "-s")
"""Without the environment's own packages: what is imported comes from the layers."""


def interpreter() -> tuple[str, ...]:
    """Return the command of the Python that the layers of this machine are for, which runs a measured function."""
    return str(host_target().python), *OPTIONS


class MeasuredHandlers(Handlers):
    """`counted` are the instructions of each function so far. Those in `skip`, and later calls, run in this process."""

    def __init__(self, built: Path, scratch: Path) -> None:
        """`built` has the functions' code and the layers; events, answers and counts are written to `scratch`."""
        super().__init__(Calls())
        self._built = built
        self._scratch = scratch
        self.environment: Mapping[str, str] = {}
        self.counted: dict[str, int] = {}
        self.skip: frozenset[str] = frozenset()

    def run_task(self, folder: str, given: Data) -> Any:  # noqa: ANN401 - any JSON value
        """Run the task in a folder with what it is given, and return its result; raise TaskError where it fails.

        The first call of each function is a counted cold start.
        """
        if folder in self.counted or folder in self.skip:
            return super().run_task(folder, given)
        answer = self._cold_start(folder, given)
        if "error" in answer:
            raise TaskError(answer["error"], answer["cause"])
        return answer["answer"]

    def call(
        self,
        operation: str,
        method: str,
        *,
        path: dict[str, str],
        body: Data | None = None,
        key: str = "",
        tag: str = "",
    ) -> Answer:
        """Call the operation of the API with a method, and return its answer.

        The first call of each operation is a counted cold start.
        """
        if operation in self.counted or operation in self.skip:
            return super().call(operation, method, path=path, body=body, key=key, tag=tag)
        return as_answer(self._cold_start(operation, as_event(operation, method, path, body, key, tag))["answer"])

    def run_event(self, folder: str, event: Data) -> None:
        """Run the function in a folder with an event; the first call of each is a counted cold start."""
        if folder in self.counted or folder in self.skip:
            return super().run_event(folder, event)
        answer = self._cold_start(folder, event)
        assert "error" not in answer, answer
        return None

    def _cold_start(self, name: str, event: Data) -> Data:
        deployed = function(name)
        layers = (self._built / layer.removesuffix("Layer").lower() / "python" for layer in sorted(deployed.layers))
        given, answer = self._scratch / f"{name}.event.json", self._scratch / f"{name}.answer.json"
        given.write_text(json.dumps(event), encoding="utf-8")
        code = self._built / "functions"
        command: list[str | Path] = [*interpreter(), PROGRAM, given, answer, deployed.module, code, *layers]
        environment = {**self.environment, "PYTHONDONTWRITEBYTECODE": "1"}
        self.counted[name] = instructions(name, command, environment, self._scratch)
        found: Data = json.loads(answer.read_text(encoding="utf-8"))
        return found
