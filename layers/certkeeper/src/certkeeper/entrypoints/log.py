"""The log: JSON lines by Powertools. Events, bodies and texts of exceptions are never written to it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.logging import Logger

from certkeeper.entrypoints.log_lines import as_line
from certkeeper.entrypoints.unexpected import error_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

ITEMS_PER_LINE = 50
"""How many ids of what a run has done stand in one line."""


@cache
def log() -> Logger:
    """Return the function's logger.

    Its service name and its level come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_LOG_LEVEL. No line is longer than
    `log_lines.MAX_LINE_BYTES`.
    """
    return Logger(use_rfc3339=True, json_serializer=as_line)


def log_run(done: Mapping[str, Any]) -> None:
    """Log what a run has done: first the ids of each list in `done`, ITEMS_PER_LINE in a line, then one line of counts.

    The lines of a list are called `run finished: ` and the name of its field. Each says which of how many it begins
    with, so that a person sees whether a line is missing.
    """
    lists = {name: value for name, value in done.items() if isinstance(value, list | tuple)}
    for name, items in lists.items():
        for first in range(0, len(items), ITEMS_PER_LINE):
            part = items[first : first + ITEMS_PER_LINE]
            log().info("run finished: %s", name, extra={"ids": part, "first": first + 1, "of": len(items)})
    log().info("run finished", extra={**done, **{name: len(items) for name, items in lists.items()}})


def log_failed_item(item_id: str, error: Exception) -> None:
    """Log the id of an item with the class and the frames of the error that it raised, never with the text."""
    log().error("failed, the others go on", extra={"item_id": item_id, **error_fields(error)})
