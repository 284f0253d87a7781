"""Calling Certkeeper's handlers as Lambda does: JSON goes in, JSON or the name of an error's class comes out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from certkeeper.entrypoints import wiring
from tests.integration.machine.aws.calls import Calls, Crash
from tests.integration.machine.interpreter.state_data import Data
from tests.integration.machine.interpreter.task_errors import TaskError

CRASHED = "Lambda.Unknown"
"""How a process that ended in the middle of a task arrives at the machine."""
CALLER = "arn:aws:iam::123456789012:user/olive"


@dataclass(frozen=True)
class Context:
    """What Lambda says of an invocation that has time."""

    function_name: str

    def get_remaining_time_in_millis(self) -> int:
        """A quarter of an hour."""
        return 900_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a caller of the API gets."""

    status: int
    document: Data


class Handlers:
    """The handlers of all Certkeeper's functions, each in a process that is made anew after a crash."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._last: ModuleType | None = None

    def restart(self) -> None:
        """Every function's process is made anew."""
        forget_wiring()
        self._last = None

    def run_task(self, folder: str, given: Data) -> Any:  # noqa: ANN401 - any JSON value
        """Runs a task of the machine. Raises TaskError as Step Functions sees it."""
        module = self._module(f"functions.issuance.{folder}.app")
        try:
            with self._calls.within(folder):
                return json.loads(json.dumps(module.handler(json.loads(json.dumps(given)), None)))
        except Crash:
            forget_wiring()
            raise TaskError(CRASHED) from None
        except Exception as error:
            raise TaskError(type(error).__name__, str(error)) from error

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
        """Calls an operation of the API as `CALLER`; `tag` goes into If-Match.

        Raises Crash where the process died before it answered.
        """
        module = self._module(f"functions.api.{operation}.app")
        event = as_event(operation, method, path, body, key, tag)
        try:
            with self._calls.within(operation):
                answer = module.handler(event, None)
        except Crash:
            forget_wiring()
            raise
        return as_answer(answer)

    def run_event(self, folder: str, event: Data) -> None:
        """Calls what EventBridge calls. Raises Crash where the process died."""
        module = self._module(f"functions.events.{folder}.app")
        try:
            with self._calls.within(folder):
                module.handler(event, Context(folder))
        except Crash:
            forget_wiring()
            raise

    def _module(self, name: str) -> ModuleType:
        module = import_module(name)
        if module is not self._last:
            forget_wiring()  # each function's process has its own
        self._last = module
        return module


def as_event(  # the parts of a request
    operation: str, method: str, path: dict[str, str], body: Data | None, key: str, tag: str = ""
) -> Data:
    """A request as API Gateway hands it on."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key, "If-Match": tag}
    return {
        "resource": f"/{operation}",
        "httpMethod": method,
        "path": "/",
        "headers": {name: value for name, value in headers.items() if value},
        "multiValueQueryStringParameters": None,
        "pathParameters": path,
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
        "requestContext": {"requestId": "a-request", "identity": {"userArn": CALLER, "sourceIp": "192.0.2.1"}},
    }


def as_answer(response: Data) -> Answer:
    """What API Gateway makes of a handler's response."""
    text: str = response["body"]
    return Answer(response["statusCode"], json.loads(text) if text.startswith("{") else {"text": text})


def forget_wiring() -> None:
    """A new process has wired nothing yet."""
    for wired in _cached_wiring():
        wired.cache_clear()


@cache
def _cached_wiring() -> tuple[Any, ...]:
    """Every function of the wiring that keeps what it made."""
    modules = [import_module(f"{wiring.__name__}.{each.name}") for each in iter_modules(wiring.__path__)]
    return tuple(
        value
        for module in modules
        for value in vars(module).values()
        if getattr(value, "__module__", "") == module.__name__ and hasattr(value, "cache_clear")
    )
