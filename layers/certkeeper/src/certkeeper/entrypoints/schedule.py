"""The frame around functions that EventBridge calls on a schedule: the event's own time is the clock.

A failure is raised by a class of Certkeeper's and without foreign text: Lambda tries again, then keeps the event in the
dead-letter queue.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol

from certkeeper.domain.clock import from_text
from certkeeper.domain.errors import CertkeeperError
from certkeeper.entrypoints.log import log, log_run
from certkeeper.entrypoints.unexpected import UnexpectedError, error_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    Run = Callable[[datetime], Mapping[str, Any]]
    TimedRun = Callable[[datetime, "Context"], Mapping[str, Any]]
    Handler = Callable[[Mapping[str, Any], object], None]


class UnfinishedItemsError(CertkeeperError):
    """Some items could not be finished this time; the log has their ids."""

    def __init__(self, count: int) -> None:
        super().__init__(f"items that could not be finished: {count}; the log has their ids")


class Context(Protocol):
    """The context of a Lambda invocation, as far as it is used."""

    function_name: str

    def get_remaining_time_in_millis(self) -> int:
        """Return how long the invocation may still run, in milliseconds."""


def on_schedule(run: Run) -> Handler:
    """Return a Lambda handler of `run`, which gets the moment and returns fields for the log.

    The handler raises UnfinishedItemsError if `unfinished` among them is not empty, and UnexpectedError if `run` fails.
    """
    return wraps(run)(on_schedule_with_context(lambda now, _context: run(now)))


def on_schedule_with_context(run: TimedRun) -> Handler:
    """Return a Lambda handler of a `run` that gets the context too, to know how long it may run.

    Else as `on_schedule`.
    """

    @wraps(run)
    def handler(event: Mapping[str, Any], context: Any) -> None:  # noqa: ANN401 - Lambda's own
        try:
            done = run(from_text(event["time"]), context)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not leave with its text
            log().error("unexpected", extra=error_fields(error))
            raised: CertkeeperError = UnexpectedError(f"{type(error).__name__}: the log has its frames")
        else:
            log_run(done)
            if not done.get("unfinished"):
                return
            raised = UnfinishedItemsError(len(done["unfinished"]))
        raise raised

    return handler
