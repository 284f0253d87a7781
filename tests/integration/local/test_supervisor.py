"""No process of the local world outlives the process that started it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from infra.local.processes.bounded_process import BoundedProcess, NotReady

SLEEPER = [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(200)"]


def pid_in(log: Path) -> int:
    """The pid that the sleeper has written."""
    deadline = time.monotonic() + 60
    while not (text := log.read_text()).endswith("\n"):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return int(text)


def is_running(pid: int) -> bool:
    """Whether there is such a process, zombies not counted."""
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(status.strip()) and not status.startswith("Z")


def ends(pid: int) -> bool:
    """Whether the process is gone long before it would end by itself."""
    deadline = time.monotonic() + 40
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_a_process_ends_when_it_is_stopped(tmp_path: Path) -> None:
    """And stopping waits for it."""
    process = BoundedProcess(SLEEPER, seconds=200, log=tmp_path / "log", env={})
    pid = pid_in(tmp_path / "log")
    process.stop()
    assert not is_running(pid)


def test_a_process_ends_when_its_time_is_up(tmp_path: Path) -> None:
    """Nobody has to ask."""
    process = BoundedProcess(SLEEPER, seconds=1, log=tmp_path / "log", env={})
    assert ends(pid_in(tmp_path / "log"))
    process.stop()


def test_a_process_ends_with_its_starter_however_that_ends(tmp_path: Path) -> None:
    """A starter that is killed cannot clean up; the pipe it held can."""
    log = tmp_path / "log"
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from infra.local.processes.bounded_process import BoundedProcess\n"
        f"process = BoundedProcess({SLEEPER!r}, seconds=200, log=Path({str(log)!r}), env={{}})\n"
        "process.wait_until(lambda: Path(process.log).stat().st_size > 0, seconds=60)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=False, timeout=90)
    assert ends(pid_in(log))


def test_a_process_that_fails_to_start_says_where_to_check(tmp_path: Path) -> None:
    """The log is named, not guessed."""
    process = BoundedProcess([sys.executable, "-c", "raise SystemExit(3)"], seconds=9, log=tmp_path / "log", env={})
    with pytest.raises(NotReady, match=r"status 3, see .*log"):
        process.wait_until(lambda: False, seconds=5)
    process.stop()
