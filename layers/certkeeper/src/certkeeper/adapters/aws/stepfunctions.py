"""The state machine in Step Functions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import code, translated

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

    from certkeeper.domain.orders.order import Order

FIRST_RUN = 1
OVER = frozenset({"InvalidToken", "TaskDoesNotExist", "TaskTimedOut"})
"""What Step Functions calls a wait that has ended."""


class StepFunctionsMachine:
    """Fulfils `ports.machine.Machine`. Whoever only wakes needs no `arn`: a token says by itself whose wait it ends."""

    def __init__(self, client: SFNClient, arn: str = "") -> None:
        self._client = client
        self._arn = arn

    @translated
    def start(self, order: Order) -> None:
        """See `Machine.start`. The execution bears the order's id, so that there is never a second one."""
        ids = {"scope": order.scope, "order_id": order.order_id, "steps": order.steps.value, "run": FIRST_RUN}
        try:
            self._client.start_execution(stateMachineArn=self._arn, name=order.order_id, input=json.dumps(ids))
        except ClientError as error:
            if code(error) != "ExecutionAlreadyExists":
                raise

    @translated
    def wake(self, token: str) -> None:
        """See `Machine.wake`."""
        try:
            self._client.send_task_success(taskToken=token, output="{}")
        except ClientError as error:
            if code(error) not in OVER:
                raise
