"""The state machines in Step Functions: the one that runs orders, and the small one that sends a notice."""

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
ENDED_WAIT_ERRORS = frozenset({"InvalidToken", "TaskDoesNotExist", "TaskTimedOut"})
"""What Step Functions calls a wait that has ended."""
PROGRAM_PROTOCOLS = ("http", "https", "lambda", "sqs")
"""The protocols whose subscribers are programs (SNS, Publish, `MessageStructure`): they get the JSON document."""


class StepFunctionsMachine:
    """Fulfils `ports.orders.Machine`. Whoever only wakes needs no `arn`: a token says by itself whose wait it ends."""

    def __init__(self, client: SFNClient, arn: str = "") -> None:
        self._client = client
        self._arn = arn

    @translated
    def start(self, order: Order) -> None:
        """See `Machine.start`. The execution bears the order's id, so that there is never a second one."""
        ids = {"scope": order.scope, "order_id": order.order_id, "steps": order.steps.value, "run": FIRST_RUN}
        _start_once(self._client, self._arn, order.order_id, json.dumps(ids))

    @translated
    def wake(self, token: str) -> None:
        """See `Machine.wake`."""
        try:
            self._client.send_task_success(taskToken=token, output="{}")
        except ClientError as error:
            if code(error) not in ENDED_WAIT_ERRORS:
                raise


class StepFunctionsNotices:
    """Fulfils `ports.notices.Notices`."""

    def __init__(self, client: SFNClient, arn: str) -> None:
        self._client = client
        self._arn = arn

    @translated
    def send(self, notice: Notice) -> None:
        """See `Notices.send`. The execution bears the notice's id: for 90 days there is never a second one."""
        _start_once(self._client, self._arn, notice.notice_id, execution_input(notice))


def execution_input(notice: Notice) -> str:
    """What the machine hands to SNS; `message` has the text for people and the document for programs."""
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
    """Start an execution of the state machine; no error where there is one of this name, running or ended."""
    try:
        client.start_execution(stateMachineArn=arn, name=name, input=given)
    except ClientError as error:
        if code(error) != "ExecutionAlreadyExists":
            raise
