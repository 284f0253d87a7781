"""`make up`: start the local world, leave it running, and print how to call it."""

import shlex
import subprocess
import sys
import time
from pathlib import Path

from infra.bootstrap.environments import ROOT
from infra.local.aws import Cloud
from infra.local.caller import assume
from infra.local.demo.command_line import PROGRAM, CommandLine
from infra.local.processes.emulator_process import REGION
from infra.local.processes.state import FOLDER, LOG, WORLD_MODULE, WorldState, running_world

HOURS = 2.0
START_SECONDS = 300.0  # the first start builds the layers
LOG_LINES = 15


class NotStarted(RuntimeError):
    """The world did not start; the text is the end of its log."""


def start(hours: float) -> WorldState:
    """Start the process that holds the world for some hours, wait until the world is there, and return its state.

    Raises NotStarted, with the end of its log, where it does not start.
    """
    FOLDER.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", WORLD_MODULE, str(hours)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            start_new_session=True,  # it stays when this terminal goes
        )
    deadline = time.monotonic() + START_SECONDS
    while (state := running_world()) is None:
        if process.poll() is not None or time.monotonic() > deadline:
            process.terminate()
            raise NotStarted(_end_of(LOG))
        time.sleep(0.2)
    return state


def signed_request(state: WorldState) -> str:
    """Return a request to paste into a terminal, signed by curl as the administrator of the world in `state`."""
    caller = assume(Cloud(state.endpoint), state.administrator_role, state.api_url)
    credentials = caller.credentials
    assert credentials is not None  # noqa: S101 - an assumed role has some
    parts = (
        ["curl", "--aws-sigv4", f"aws:amz:{REGION}:execute-api"],
        ["--user", f"{credentials.access_key}:{credentials.secret_key}"],
        ["--header", f"x-amz-security-token: {credentials.token}"],
        [f"{state.api_url}/scopes"],
    )
    return " \\\n    ".join(shlex.join(part) for part in parts)


def shell_settings(state: WorldState) -> str:
    """Return the lines that make `certkeeper` in a shell call the world in `state` as its administrator."""
    caller = assume(Cloud(state.endpoint), state.administrator_role, state.api_url)
    settings = CommandLine(caller, "all").environment()
    exports = shlex.join(["export", *(f"{name}={value}" for name, value in settings.items())])
    return f"{exports}\n  alias certkeeper={shlex.quote(shlex.join(PROGRAM))}"


def _end_of(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-LOG_LINES:])


def main() -> int:
    """Start the world unless it runs already, print how to call it, and return the exit status."""
    try:
        state = running_world() or start(HOURS)
    except NotStarted as reason:
        print(f"The local world did not start. The end of {LOG.relative_to(ROOT)}:\n{reason}", file=sys.stderr)
        return 1
    print(f"""The local world is running until {state.ends_at} or `make down`.

  API            {state.api_url}
  AWS endpoint   {state.endpoint}
  ACME           {state.acme_directory}  (issuer's root: {state.acme_root})
  site           {state.site_url}  (every name below .test is this site)
  notices        `make inbox` shows what SNS has delivered

A request signed by an administrator, for curl 7.86 or newer; `make up` again prints it with new credentials:

  {signed_request(state)}

The command line as that administrator, in a shell in which this was pasted:

  {shell_settings(state)}
""")
    return 0


if __name__ == "__main__":
    sys.exit(main())
