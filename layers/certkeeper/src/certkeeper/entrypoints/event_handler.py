"""The frame around functions that EventBridge calls with an event of Certkeeper (ADR 77).

An event of another stack is dropped, with a line in the log. A failure is raised by a class of Certkeeper's and without
foreign text: Lambda tries again, then keeps the event in the dead-letter queue, from where it is processed again.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from certkeeper.adapters.aws.events import OtherStackError, read_event
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.log import log
from certkeeper.entrypoints.unexpected import UnexpectedError, error_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from certkeeper.domain.events import Event

    Run = Callable[[Event], str]
    Handler = Callable[[Mapping[str, Any], object], None]


def event_handler(run: Run) -> Handler:
    """Return a Lambda handler of `run`, which gets an event and returns a word for the log that says what became of it.

    The handler raises UnexpectedError if `run` fails.
    """

    @wraps(run)
    def handler(envelope: Mapping[str, Any], _context: object) -> None:
        try:
            event = read_event(envelope, settings.stack_id())
            outcome = run(event)
        except OtherStackError as error:
            log().warning("dropped", extra={"reason": str(error)})
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not leave with its text
            log().error("unexpected", extra=error_fields(error))
            raised = UnexpectedError(f"{type(error).__name__}: the log has its frames")
        else:
            log().info("processed", extra={"correlation_id": event.event_id, "type": event.type, "outcome": outcome})
            return
        raise raised

    return handler
