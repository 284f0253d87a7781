"""Our log: JSON lines by Powertools. An event, a body or an exception's text is never written to it."""

from functools import cache

from aws_lambda_powertools.logging import Logger


@cache
def log() -> Logger:
    """The function's logger; service name and level come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_LOG_LEVEL."""
    return Logger(use_rfc3339=True)
