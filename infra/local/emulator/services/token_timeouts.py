"""`TimeoutSecondsPath` of a task that waits for a token is honoured.

Stock ministack knows only the literal `TimeoutSeconds` and would wait for a day. Ours take the wait from the
state's input, because it shrinks as the order's deadline comes nearer. (Amazon States Language, "Timeouts".)
"""

from collections.abc import Mapping
from typing import Any

from ministack.services import stepfunctions

from infra.local.emulator.rewriting import rewrite

CORRECTION = "token_timeouts"

_ASKS_FOR_THE_TIMEOUT = {
    'resource, effective, ctx["Task"]["Token"], state_def)': (
        'resource, effective, ctx["Task"]["Token"], _with_timeout(state_def, raw_input))'
    ),
}


def _with_timeout(state: Mapping[str, Any], state_input: object) -> Mapping[str, Any]:
    """The state with its time-out as a literal number of seconds."""
    path = state.get("TimeoutSecondsPath")
    if path is None:
        return state
    seconds = stepfunctions._resolve_path(path, state_input)  # noqa: SLF001 - the emulator's own reader of paths
    if type(seconds) is not int or seconds <= 0:
        raise stepfunctions._ExecutionError(  # noqa: SLF001 - what fails an execution here
            "States.Runtime", f"TimeoutSecondsPath {path} must select a positive integer"
        )
    return {**state, "TimeoutSeconds": seconds}


def install() -> None:
    """Resolve the path just before the task begins to wait."""
    stepfunctions._with_timeout = _with_timeout  # noqa: SLF001 - the rewritten function looks it up there
    rewrite(stepfunctions, "_execute_task", _ASKS_FOR_THE_TIMEOUT, CORRECTION)
