"""Who comes when all places are taken waits a while.

An AWS account runs a thousand functions at once and throttles beyond it. This machine runs a few, and a CA that comes
for a hundred names would be told 429 where AWS would have answered. No function of ours calls another one, so nobody
waits for himself.
"""

import time
from typing import Any

from ministack.services import lambda_svc

from infra.local.emulator.rewriting import rewrite

CORRECTION = "waiting_invocations"
MAX_SECONDS = 20.0  # less than API Gateway's 29
POLL_SECONDS = 0.005

_WAITING = {
    "slot, limit = _acquire_execution_slot(func, config)": "slot, limit = _place_in_time(func, config)",
}


def place_in_time(function: dict[str, Any], config: dict[str, Any]) -> tuple[str | None, str | None]:
    """What ministack gives: a place, or None and which limit; the account's limit only after a while."""
    deadline = time.monotonic() + MAX_SECONDS
    while True:
        place, limit = lambda_svc._acquire_execution_slot(function, config)  # noqa: SLF001 - it is ministack's own
        if limit != "account" or time.monotonic() > deadline:
            return place, limit
        time.sleep(POLL_SECONDS)


def install() -> None:
    """Wait for a place before an invocation is refused."""
    lambda_svc._place_in_time = place_in_time  # noqa: SLF001 - the rewritten function looks it up there
    rewrite(lambda_svc, "_execute_function", _WAITING, CORRECTION)
