"""The state machines: for orders, and for notices."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.stepfunctions import StepFunctionsMachine, StepFunctionsNotices
from certkeeper.entrypoints import settings


@cache
def issuance_machine() -> StepFunctionsMachine:
    """Return the state machine that runs orders, to start executions and to wake them."""
    return StepFunctionsMachine(client("stepfunctions"), settings.state_machine_arn())


@cache
def notices() -> StepFunctionsNotices:
    """Return the state machine that sends notices."""
    return StepFunctionsNotices(client("stepfunctions"), settings.notice_machine_arn())
