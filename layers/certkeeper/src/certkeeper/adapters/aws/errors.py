"""The translation of AWS's errors to Certkeeper's, in one place."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as BotocoreConnectionError
from botocore.parsers import ResponseParserError

from certkeeper.domain.errors import TransientError

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

SERVER_ERROR = 500
"""The first HTTP status that says that the server failed (RFC 9110 section 15.6)."""

TRANSIENT = frozenset(
    {
        "ExecutionLimitExceeded",
        "InternalFailure",
        "InternalServerError",
        "InternalServiceError",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
"""Error codes, and reasons of cancelled transactions, that say nothing about the request itself: throttling, conflicts
and failures of AWS."""


def code(error: ClientError) -> str:
    """Return AWS's code for an error, as `AccessDeniedException`."""
    return error.response["Error"]["Code"]


def cancellation_reasons(error: ClientError) -> list[str]:
    """Return why each write of a DynamoDB transaction was cancelled, by the error: "None" if it was not.

    Empty for any other error.
    """
    return [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]


def is_transient(error: ClientError) -> bool:
    """Return whether an error means that AWS was throttled or broken, rather than that the request was wrong."""
    codes = {code(error), *cancellation_reasons(error)}
    return not TRANSIENT.isdisjoint(codes) or error.response["ResponseMetadata"]["HTTPStatusCode"] >= SERVER_ERROR


def translated(call: Callable[P, R]) -> Callable[P, R]:
    """Return a method that calls `call` and raises TransientError where a retry may help.

    These are throttling, server errors, lost connections and timeouts. The method itself handles the errors that its
    port names. Every other error propagates: it is a mistake in Certkeeper.
    """

    @wraps(call)
    def method(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return call(*args, **kwargs)
        except ClientError as error:
            if is_transient(error):
                raise TransientError(f"{error.operation_name}: {code(error)}") from error
            raise
        except (HTTPClientError, BotocoreConnectionError, ResponseParserError) as error:
            raise TransientError(f"no answer from AWS: {type(error).__name__}") from error

    return method
