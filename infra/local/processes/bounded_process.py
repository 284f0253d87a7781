"""A child process that ends with its parent, with its output in a file."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from infra.local.processes.supervisor import GRACE_SECONDS

ROOT = Path(__file__).parents[3]


class NotReady(RuntimeError):
    """A process ended or stayed silent before it was ready; says where its output is."""


class BoundedProcess:
    """Starts at construction; ends by `stop`, with its starter, or when its time is up."""

    def __init__(self, command: Sequence[str], *, seconds: float, log: Path, env: Mapping[str, str]) -> None:
        """Run the command for at most `seconds`, with `env` over the environment of this process."""
        self.log = log
        with log.open("wb") as output:
            self._supervisor = subprocess.Popen(
                [sys.executable, str(ROOT / "infra/local/processes/supervisor.py"), str(seconds), *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env={**os.environ, **env},
                start_new_session=True,  # a terminal's interrupt reaches this process only
            )
        self.pid = self._supervisor.pid

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Return when `ready` says so; NotReady after `seconds` or if the process has ended."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self._supervisor.poll() is not None:
                raise NotReady(f"ended with status {self._supervisor.returncode}, see {self.log}")
            if time.monotonic() > deadline:
                raise NotReady(f"not ready after {seconds:.0f} s, see {self.log}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End the process and wait until it is gone."""
        if self._supervisor.stdin is not None:
            self._supervisor.stdin.close()  # the sign for the supervisor to end it
        try:
            self._supervisor.wait(GRACE_SECONDS + 2)
        except subprocess.TimeoutExpired:
            self._supervisor.kill()
            self._supervisor.wait()
