"""Notices."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.notice_machine import StepFunctionsNotices
from certkeeper.entrypoints import settings


@cache
def notices() -> StepFunctionsNotices:
    """Sends notices, by the state machine for them."""
    return StepFunctionsNotices(client("stepfunctions"), settings.notice_machine_arn())
