"""`python -m infra.local.processes.supervisor <seconds> <command> ...`: a command that ends with its starter (ADR 30).

The command is ended when the time is up, when standard input reaches its end (the process at the other end of
the pipe has ended, in whatever way), or on SIGTERM. Every process of the local world runs under it.
"""

import os
import select
import signal
import subprocess
import sys
import time

GRACE_SECONDS = 5.0
POLL_SECONDS = 0.1


def end(process: subprocess.Popen[bytes]) -> int:
    """End the process, by force after GRACE_SECONDS, and return its exit status."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def _is_open(descriptor: int) -> bool:
    """Return whether the other end of the pipe is open; waits up to POLL_SECONDS."""
    ready, _, _ = select.select([descriptor], [], [], POLL_SECONDS)
    return not ready or os.read(descriptor, 1024) != b""


def main(seconds: float, command: list[str]) -> int:
    """Run the command for at most `seconds`, and return its exit status, or 143 when it was ended."""
    asked_to_end = []
    signal.signal(signal.SIGTERM, lambda *_: asked_to_end.append(True))
    deadline = time.monotonic() + seconds
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    while process.poll() is None:
        if asked_to_end or time.monotonic() > deadline or not _is_open(sys.stdin.fileno()):
            end(process)
            return 128 + signal.SIGTERM
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
