"""SendTaskSuccess, answered by Certkeeper's machine: moto takes any token and wakes nobody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.client import BaseClient
from botocore.compat import HTTPHeaders

from tests.integration.machine.interpreter.execution import Execution

SEND_TASK_SUCCESS = "before-send.sfn.SendTaskSuccess"


class TaskTokens:
    """Ends the waits of these executions."""

    def __init__(self, executions: Mapping[str, Execution]) -> None:
        self._executions = executions

    def listen(self, client: BaseClient) -> None:
        """Answers on this client."""
        client.meta.events.register(SEND_TASK_SUCCESS, self._answer)

    def ignore(self, client: BaseClient) -> None:
        """Hears no more of it."""
        client.meta.events.unregister(SEND_TASK_SUCCESS, self._answer)

    def success(self, request: bytes) -> tuple[int, str]:
        """Status and body of the answer to a request's body: a wait is over, or was."""
        token = json.loads(request)["taskToken"]
        waiting = [each for each in self._executions.values() if each.token == token]
        for each in waiting:
            each.wake()
        return (200, "{}") if waiting else (400, json.dumps({"__type": "TaskTimedOut", "message": "over"}))

    def _answer(self, request: AWSPreparedRequest, **_: object) -> Any:  # noqa: ANN401 - the stubs say None
        assert isinstance(request.body, bytes)
        status, text = self.success(request.body)
        return AWSResponse(request.url, status, HTTPHeaders(), _Body(text.encode()))


class _Body(BytesIO):
    """What botocore reads an answer from."""

    def stream(self) -> Any:  # noqa: ANN401 - an iterator of bytes, as urllib3's
        yield self.read()
