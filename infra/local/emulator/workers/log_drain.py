"""A handler that logs nothing answers at once.

After each call stock ministack waits up to 50 ms for the first line of the worker's log. A worker's log comes
through a pipe on the same machine: 5 ms for the first line and 3 ms of silence are plenty, and a line that is later
still is not lost, it is read with the next call.
"""

from ministack.core import lambda_runtime

from infra.local.emulator.rewriting import rewrite

CORRECTION = "log_drain"

_SHORTER = {
    "first_line_wait: float = 0.050": "first_line_wait: float = 0.005",
    "idle_confirm: float = 0.005": "idle_confirm: float = 0.003",
}


def install() -> None:
    """Shorten the waits for log lines."""
    rewrite(lambda_runtime.Worker, "_drain_stderr_bounded", _SHORTER, CORRECTION)
