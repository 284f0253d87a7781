"""The command line as a person runs it: a process of its own, with a role's credentials in its environment."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra.local.processes.emulator_process import REGION

if TYPE_CHECKING:
    from pathlib import Path

    from infra.local.caller import Caller

PROGRAM = (sys.executable, "-m", "certkeeper_cli")
MAX_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str = ""

    @property
    def document(self) -> Any:  # noqa: ANN401 - whatever was printed
        """Standard output as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Shell:
    """A shell of someone who has these credentials, in a folder."""

    caller: Caller
    folder: Path
    scope: str

    def environment(self, **more: str) -> dict[str, str]:
        """What the process knows."""
        credentials = self.caller.credentials
        assert credentials is not None
        assert credentials.token is not None
        own = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CERTKEEPER_"))}
        return own | {
            "AWS_ACCESS_KEY_ID": credentials.access_key,
            "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
            "AWS_SESSION_TOKEN": credentials.token,
            "AWS_REGION": REGION,
            "CERTKEEPER_URL": self.caller.api_url,
            "CERTKEEPER_SCOPE": self.scope,
            **more,
        }

    def certkeeper(self, *arguments: str, given: str = "", **environment: str) -> Ended:
        """Runs a command to its end; `given` is its standard input."""
        done = subprocess.run(
            [*PROGRAM, *arguments],
            input=given,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=self.environment(**environment),
            timeout=MAX_SECONDS,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def document(self, *arguments: str, given: str = "", **environment: str) -> Any:  # noqa: ANN401 - JSON
        """The document of a command that is done."""
        ended = self.certkeeper(*arguments, "--output", "json", given=given, **environment)
        assert ended.status == 0, ended
        return ended.document

    def on_a_terminal(self, *arguments: str, until: str, then: str = "") -> Ended:
        """Runs a command on a terminal until it shows a text, then types `then`, or presses Ctrl-C in its place."""
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(self.folder)
            os.execve(PROGRAM[0], [*PROGRAM, *arguments], self.environment(TERM="xterm", COLUMNS="100"))  # noqa: S606
        try:
            shown = _read(terminal, until)
            if then:
                os.write(terminal, then.encode())
            else:
                os.kill(process, signal.SIGINT)
            shown += _read(terminal, None)
        finally:
            os.close(terminal)
        _, status = os.waitpid(process, 0)
        return Ended(os.waitstatus_to_exitcode(status), shown)


def _read(terminal: int, until: str | None) -> str:
    """What is shown, up to a text or to the end."""
    shown = b""
    deadline = time.monotonic() + MAX_SECONDS
    while until is None or until.encode() not in shown:
        assert time.monotonic() < deadline, shown
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            more = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other end is closed
            more = b""
        if not more:
            break
        shown += more
    return shown.decode(errors="replace")
