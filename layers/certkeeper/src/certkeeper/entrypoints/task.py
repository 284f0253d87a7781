"""The frame around every task of the state machine: its input, its result, and what it may raise (ADRs 16 and 78).

The text of an exception ends up in the execution history, for everybody who may read executions, so only texts of
Certkeeper's own errors pass. The machine retries by class names, and knows few of them: a TaskOutcome, TransientError,
UnexpectedError.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from certkeeper.adapters.aws.errors import is_transient
from certkeeper.domain.errors import CertkeeperError, TaskOutcome, TransientError
from certkeeper.entrypoints.log import log
from certkeeper.entrypoints.unexpected import UnexpectedError, error_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from botocore.exceptions import ClientError

    Task = Callable[["TaskInput"], dict[str, Any] | None]
    Handler = Callable[[Mapping[str, Any], object], dict[str, Any] | None]

_CLIENT_ERROR = "botocore.exceptions.ClientError"
_TRANSIENT = frozenset(
    {
        "builtins.ConnectionError",
        "builtins.TimeoutError",
        "botocore.exceptions.ConnectionError",
        "botocore.exceptions.HTTPClientError",
        "requests.exceptions.ChunkedEncodingError",
        "requests.exceptions.ConnectionError",
        "requests.exceptions.Timeout",
        "urllib3.exceptions.ProtocolError",
        "urllib3.exceptions.TimeoutError",
    }
)
"""Classes of errors that a repetition of the task may not meet again."""


@dataclass(frozen=True, slots=True)
class TaskInput:
    """The parts of the execution's input that every state keeps.

    `error` is the class name that the machine caught, or empty.

    `run` counts the executions of one order, from 1.
    """

    scope: str
    order_id: str
    run: int
    error: str


def from_event(event: Mapping[str, Any]) -> TaskInput:
    """Return the input of a state; raise KeyError if the machine's definition does not give what it should."""
    return TaskInput(
        scope=event["scope"],
        order_id=event["order_id"],
        run=event["run"],
        error=(event.get("failure") or {}).get("Error", ""),
    )


def task(run: Task) -> Handler:
    """Return a Lambda handler of a task (`run`).

    The handler raises a TaskOutcome, TransientError or UnexpectedError, in place of whatever the task raises.
    """

    @wraps(run)
    def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any] | None:
        keys = {"correlation_id": event.get("order_id")}
        try:
            result = run(from_event(event))
        except (TaskOutcome, TransientError) as error:
            log().info("ended by an expected error", extra={**keys, **error_fields(error)})
            raised = _expected(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not leave with its text
            log().error("unexpected", extra={**keys, **error_fields(error)})
            raised = _unexpected(error)
        else:
            log().info("done", extra=keys)
            return result
        # Raised outside the except block, so that no __cause__ or __context__ leads to a text from outside.
        raise raised

    return handler


def _expected(error: TaskOutcome | TransientError) -> CertkeeperError:
    """Return the error under the name that the machine knows: it compares names, and knows nothing of subclasses."""
    if isinstance(error, TransientError):
        return TransientError(str(error))
    error.__cause__ = error.__context__ = None
    return error


def _unexpected(error: Exception) -> CertkeeperError:
    """Return an error that the machine knows, in place of one that no task should have let through."""
    name = type(error).__name__
    if isinstance(error, CertkeeperError):
        return UnexpectedError(f"{name}: {error}")
    if may_be_transient(error):
        return TransientError(f"{name}: a failure outside of Certkeeper that may pass")
    return UnexpectedError(f"{name}: the log of this task has its frames")


def may_be_transient(error: Exception) -> bool:
    """Return whether running the same task again may help after this error."""
    names = {f"{class_.__module__}.{class_.__qualname__}" for class_ in type(error).__mro__}
    if _CLIENT_ERROR in names:
        return is_transient(cast("ClientError", error))
    return not names.isdisjoint(_TRANSIENT)
