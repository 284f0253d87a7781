"""The state of the running world: `.local/world.json`, written by the process that runs it."""

import contextlib
import json
import os
import signal
import subprocess
import time
from dataclasses import asdict, dataclass

from infra.bootstrap.environments import ROOT

FOLDER = ROOT / ".local"
FILE = FOLDER / "world.json"
LOG = FOLDER / "world.log"
WORLD_MODULE = "infra.local.processes.world_process"
STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class WorldState:
    """Addresses of a running world, and the id of the process that runs it."""

    pid: int
    endpoint: str
    api_url: str
    administrator_role: str
    acme_directory: str
    acme_root: str
    site_url: str
    nameserver: str
    inbox_url: str
    ends_at: str

    def write(self) -> None:
        """Replace the file at once, so that nobody reads half of it."""
        FOLDER.mkdir(exist_ok=True)
        unfinished = FILE.with_suffix(f".{self.pid}")
        unfinished.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
        unfinished.replace(FILE)

    def is_running(self) -> bool:
        """Return whether the process still runs the world: another program may have got its process id."""
        found = subprocess.run(["ps", "-o", "args=", "-p", str(self.pid)], capture_output=True, text=True, check=False)
        return WORLD_MODULE in found.stdout


def running_world() -> WorldState | None:
    """Return the world that `make up` left running, or None."""
    with contextlib.suppress(FileNotFoundError, ValueError, TypeError):
        state = WorldState(**json.loads(FILE.read_text(encoding="utf-8")))
        if state.is_running():
            return state
    return None


def stop_world(state: WorldState) -> bool:
    """Ask the process of the world in `state` to end, and return whether it has ended within STOP_SECONDS."""
    os.kill(state.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while state.is_running():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
