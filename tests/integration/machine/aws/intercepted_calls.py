"""The interception of every call to the outside: botocore's operations and urllib3's requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.client import BaseClient
from urllib3.connectionpool import HTTPConnectionPool

from tests.integration.machine.aws.calls import Calls

OPERATE = "_make_api_call"
"""There is no public seam that every operation passes exactly once."""


def watch(calls: Calls, patch: pytest.MonkeyPatch) -> None:
    """Leads every AWS operation and every HTTP request of this process through `calls`.

    Each is watched where it is one call: botocore's clients above their retries (moto answers below them), and urllib3,
    which both the ACME adapter and the lookout speak through, where a request goes onto a connection.
    """
    operate: Callable[[BaseClient, str, Any], Any] = getattr(BaseClient, OPERATE)
    request = HTTPConnectionPool.urlopen

    def watched_operation(client: BaseClient, operation: str, given: Any) -> Any:  # noqa: ANN401 - botocore's own
        return calls.through(operation, lambda: operate(client, operation, given))

    def watched_request(pool: HTTPConnectionPool, method: str, url: str, *rest: Any, **named: Any) -> Any:  # noqa: ANN401
        name = f"{method} {_kind(url)}"
        return calls.through(name, lambda: request(pool, method, url, *rest, **named))

    patch.setattr(BaseClient, OPERATE, watched_operation)
    patch.setattr(HTTPConnectionPool, "urlopen", watched_request)


def _kind(url: str) -> str:
    """The path without what differs from run to run: Pebble's are `/order-plz`, `/my-order/<id>` and so on."""
    return "/" + url.lstrip("/").split("/", 1)[0]
