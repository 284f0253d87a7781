"""Which strangers' exceptions are trouble that may pass.

The adapters turn these into TransientError themselves: this is for what slips through, and it knows classes by name,
because importing them would cost every function the libraries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from certkeeper.adapters.aws.errors import is_transient

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

_CLIENT_ERROR = "botocore.exceptions.ClientError"
_PASSING = frozenset(
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


def may_pass(error: Exception) -> bool:
    """Whether running the same task again may help."""
    names = {f"{class_.__module__}.{class_.__qualname__}" for class_ in type(error).__mro__}
    if _CLIENT_ERROR in names:
        return is_transient(cast("ClientError", error))
    return not names.isdisjoint(_PASSING)
