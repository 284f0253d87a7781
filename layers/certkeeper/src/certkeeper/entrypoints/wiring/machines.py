"""The state machines: for orders, and for notices."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.stepfunctions import StepFunctionsMachine, StepFunctionsNotices
from certkeeper.entrypoints import settings


@cache
def issuance_machine() -> StepFunctionsMachine:
    """Starts the run of an order, and wakes it."""
    return StepFunctionsMachine(client("stepfunctions"), settings.state_machine_arn())


@cache
def issuance_machine_to_wake() -> StepFunctionsMachine:
    """Wakes runs only: for functions that may start none, and are not told of the machine's ARN."""
    return StepFunctionsMachine(client("stepfunctions"))


@cache
def notices() -> StepFunctionsNotices:
    """Sends notices, by the state machine for them."""
    return StepFunctionsNotices(client("stepfunctions"), settings.notice_machine_arn())
