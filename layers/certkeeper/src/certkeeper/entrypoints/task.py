"""The frame around every task of the state machine: what it is told, what it gives back, what it may raise.

An exception's text ends in the execution history, for anyone who may read executions: so only texts of our own errors
pass. The machine retries by class names, and knows few of them: a TaskOutcome, TransientError, UnexpectedError.
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


@dataclass(frozen=True, slots=True)
class TaskInput:
    """What every state keeps of the execution's input. `error` is the class name that the machine has caught, or empty.

    `run` counts the executions of one order, from 1.
    """

    scope: str
    order_id: str
    run: int
    error: str


def from_event(event: Mapping[str, Any]) -> TaskInput:
    """Reads a state's input. Raises KeyError where the machine's definition does not give what it should."""
    return TaskInput(
        scope=event["scope"],
        order_id=event["order_id"],
        run=event["run"],
        error=(event.get("failure") or {}).get("Error", ""),
    )


def task(run: Task) -> Handler:
    """Makes a Lambda handler of a task."""

    @wraps(run)
    def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any] | None:
        keys = {"correlation_id": event.get("order_id")}
        try:
            result = run(from_event(event))
        except (TaskOutcome, TransientError) as error:
            log().info("ended by an error of ours", extra={**keys, **error_fields(error)})
            raised = _expected(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not leave with its text
            log().error("unexpected", extra={**keys, **error_fields(error)})
            raised = _unexpected(error)
        else:
            log().info("done", extra=keys)
            return result
        # Raised out here, and not chained: neither __cause__ nor __context__ leads to a stranger's text.
        raise raised

    return handler


def _expected(error: TaskOutcome | TransientError) -> CertkeeperError:
    """The same, under the name that the machine knows: it compares names, and knows nothing of subclasses."""
    if isinstance(error, TransientError):
        return TransientError(str(error))
    error.__cause__ = error.__context__ = None
    return error


def _unexpected(error: Exception) -> CertkeeperError:
    """An error that the machine knows, in place of one that no task should have let through."""
    name = type(error).__name__
    if isinstance(error, CertkeeperError):
        return UnexpectedError(f"{name}: {error}")
    if may_be_transient(error):
        return TransientError(f"{name}: somebody else's trouble that may pass")
    return UnexpectedError(f"{name}: the log of this task has its frames")


def may_be_transient(error: Exception) -> bool:
    """Whether running the same task again may help."""
    names = {f"{class_.__module__}.{class_.__qualname__}" for class_ in type(error).__mro__}
    if _CLIENT_ERROR in names:
        return is_transient(cast("ClientError", error))
    return not names.isdisjoint(_TRANSIENT)
