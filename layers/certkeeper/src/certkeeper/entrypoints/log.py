"""Our log: JSON lines by Powertools. An event, a body or an exception's text is never written to it."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools.logging import Logger

from certkeeper.entrypoints.unexpected import error_fields


@cache
def log() -> Logger:
    """The function's logger; service name and level come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_LOG_LEVEL."""
    return Logger(use_rfc3339=True)


def log_failed_item(item_id: str, error: Exception) -> None:
    """Logs an item's id with the class and the frames of what it raised, never with the text."""
    log().error("failed, the others go on", extra={"item_id": item_id, **error_fields(error)})
