"""The log: JSON lines by Powertools. Events, bodies and texts of exceptions are never written to it."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools.logging import Logger

from certkeeper.entrypoints.unexpected import error_fields


@cache
def log() -> Logger:
    """Return the function's logger.

    Its service name and its level come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_LOG_LEVEL.
    """
    return Logger(use_rfc3339=True)


def log_failed_item(item_id: str, error: Exception) -> None:
    """Log the id of an item with the class and the frames of the error that it raised, never with the text."""
    log().error("failed, the others go on", extra={"item_id": item_id, **error_fields(error)})
