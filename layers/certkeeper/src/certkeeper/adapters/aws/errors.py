"""The one place where AWS's troubles become ours."""

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
"""RFC 9110 section 15.6: from here on it is not the request."""

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
"""Error codes, and reasons of cancelled transactions, that say nothing about the request itself."""


def code(error: ClientError) -> str:
    """AWS's name for the error."""
    return error.response["Error"]["Code"]


def cancellation_reasons(error: ClientError) -> list[str]:
    """Why each write of a DynamoDB transaction was cancelled (`None` where it was not); empty for any other error."""
    return [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]


def is_transient(error: ClientError) -> bool:
    """Whether AWS was throttled or broken, rather than the request wrong."""
    codes = {code(error), *cancellation_reasons(error)}
    return not TRANSIENT.isdisjoint(codes) or error.response["ResponseMetadata"]["HTTPStatusCode"] >= SERVER_ERROR


def translated(call: Callable[P, R]) -> Callable[P, R]:
    """A method whose throttling, server errors, lost connections and timeouts are TransientErrors.

    The method itself turns the errors that its port speaks of; what is left propagates, being a mistake of ours.
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
