"""The state machines in Step Functions: one that runs orders, and a small one that sends a notice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import code, translated

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

    from certkeeper.domain.notices.notice import Notice
    from certkeeper.domain.orders.order import Order

FIRST_RUN = 1
"""The number of an order's first execution; the state machine counts on from it."""
ENDED_WAIT_ERRORS = frozenset({"InvalidToken", "TaskDoesNotExist", "TaskTimedOut"})
"""The error codes of SendTaskSuccess for a wait that has ended."""
PROGRAM_PROTOCOLS = ("http", "https", "lambda", "sqs")
"""The SNS protocols whose subscribers are programs (Publish, `MessageStructure`): they get the JSON document."""


class StepFunctionsMachine:
    """The state machine of orders; fulfils `ports.orders.Machine`."""

    def __init__(self, client: SFNClient, arn: str) -> None:
        self._client = client
        self._arn = arn

    @translated
    def start(self, order: Order) -> None:
        """Start the execution of an order (StartExecution).

        It is named by the order's id, so that there is never a second one.
        """
        ids = {"scope": order.scope, "order_id": order.order_id, "steps": order.steps.value, "run": FIRST_RUN}
        _start_once(self._client, self._arn, order.order_id, json.dumps(ids))

    @translated
    def wake(self, token: str) -> bool:
        """End the wait that a task token stands for (SendTaskSuccess); return False if it has ended already."""
        try:
            self._client.send_task_success(taskToken=token, output="{}")
        except ClientError as error:
            if code(error) not in ENDED_WAIT_ERRORS:
                raise
            return False
        return True


class StepFunctionsNotices:
    """Notices through the state machine that sends them; fulfils `ports.notices.Notices` (ADR 56)."""

    def __init__(self, client: SFNClient, arn: str) -> None:
        self._client = client
        self._arn = arn

    @translated
    def send(self, notice: Notice) -> None:
        """Start the execution that sends a notice (StartExecution).

        It is named by the notice's id, so that for 90 days, as long as Step Functions remembers names, there is never a
        second one.
        """
        _start_once(self._client, self._arn, notice.notice_id, execution_input(notice))


def execution_input(notice: Notice) -> str:
    """Return the input of the execution for a notice, as JSON: what the state machine passes to SNS.

    `message` has the text for people and the JSON document for programs.
    """
    message = {"default": notice.text, **dict.fromkeys(PROGRAM_PROTOCOLS, notice.document)}
    given = {
        "scope": notice.scope,
        "type": notice.type,
        "severity": notice.severity,
        "subject": notice.subject,
        "message": json.dumps(message, ensure_ascii=False),
    }
    return json.dumps(given, ensure_ascii=False)


def _start_once(client: SFNClient, arn: str, name: str, given: str) -> None:
    """Start an execution of the state machine; nothing happens if one of this name is running or has ended."""
    try:
        client.start_execution(stateMachineArn=arn, name=name, input=given)
    except ClientError as error:
        if code(error) != "ExecutionAlreadyExists":
            raise
