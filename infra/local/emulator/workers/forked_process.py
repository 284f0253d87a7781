"""A worker that someone else forked, with the part of `subprocess.Popen` that ministack uses."""

import contextlib
import os
import select
import signal
import subprocess
import sys


class ForkedProcess:
    """Watches and signals the process by a pid descriptor: a pid may be used again, a descriptor may not."""

    def __init__(self, pid: int, stdin: int, stdout: int, stderr: int) -> None:
        """Take over the three descriptors. The process may already be gone."""
        self.pid = pid
        self.returncode: int | None = None
        self.stdin = os.fdopen(stdin, "w", buffering=1)
        self.stdout = os.fdopen(stdout)
        self.stderr = os.fdopen(stderr)
        self._descriptor: int | None = None
        assert sys.platform == "linux"  # noqa: S101 - where `install` is called; mypy reads it too
        with contextlib.suppress(ProcessLookupError):
            self._descriptor = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return None while it runs, then -1: only its parent learns the exit status of a process."""
        if self.returncode is None and self._ended(0):
            self._close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return -1; raise TimeoutExpired after `timeout` seconds."""
        if self.returncode is None:
            if not self._ended(timeout):
                raise subprocess.TimeoutExpired("worker", timeout or 0)
            self._close()
        return -1

    def terminate(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process by force (SIGKILL)."""
        self._signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> bool:
        return self._descriptor is None or bool(select.select([self._descriptor], [], [], timeout)[0])

    def _signal(self, number: signal.Signals) -> None:
        if self._descriptor is not None and sys.platform == "linux":
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, number)

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        self.returncode = -1
