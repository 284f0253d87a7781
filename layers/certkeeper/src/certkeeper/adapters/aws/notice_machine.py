"""Notices on their way to SNS: one execution of a small state machine for each, which tries for days."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import code, translated

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

    from certkeeper.domain.notices.notice import Notice

FOR_PROGRAMS = ("http", "https", "lambda", "sqs")
"""The protocols whose subscribers are programs (SNS, Publish, `MessageStructure`): they get the JSON document."""


class StepFunctionsNotices:
    """Fulfils `ports.notices.Notices`."""

    def __init__(self, client: SFNClient, arn: str) -> None:
        self._client = client
        self._arn = arn

    @translated
    def send(self, notice: Notice) -> None:
        """See `Notices.send`. The execution bears the notice's id: for 90 days there is never a second one."""
        try:
            self._client.start_execution(
                stateMachineArn=self._arn, name=notice.notice_id, input=execution_input(notice)
            )
        except ClientError as error:
            if code(error) != "ExecutionAlreadyExists":
                raise


def execution_input(notice: Notice) -> str:
    """What the machine hands to SNS; `message` has the text for people and the document for programs."""
    message = {"default": notice.text, **dict.fromkeys(FOR_PROGRAMS, notice.document)}
    given = {
        "scope": notice.scope,
        "type": notice.type,
        "severity": notice.severity,
        "subject": notice.subject,
        "message": json.dumps(message, ensure_ascii=False),
    }
    return json.dumps(given, ensure_ascii=False)
