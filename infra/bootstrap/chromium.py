"""Where Chromium is: `python -m infra.bootstrap.chromium` prints its path, after installing it if it must and may.

Tests use the page in it. What is on PATH comes first; else Debian's package is installed, if this process is root. It
needs too many libraries to be unpacked into a folder of the clone, as Pebble's one binary is.

The reasons are in ADR 69.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.bootstrap.environments import setup_lock
from infra.bootstrap.unavailable import Unavailable

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-dejavu-core")
"""Without a font it draws no text, and a page without text has no contrast to judge."""
ADVICE = "Put Chromium on PATH (on Debian: apt-get install chromium) and try again."


def chromium() -> Path:
    """Return the path of a Chromium; raise Unavailable with the reason if there is none and none may be installed."""
    return _found() or _installed()


def _found() -> Path | None:
    for name in NAMES:
        if program := shutil.which(name):
            return Path(program)
    return None


def _installed() -> Path:
    if not shutil.which("apt-get"):
        raise Unavailable(f"Chromium: not on PATH, and there is no apt-get. {ADVICE}")
    if os.geteuid() != 0:
        raise Unavailable(f"Chromium: not on PATH, and only root may install it. {ADVICE}")
    with setup_lock():
        if not _found():
            _run("apt-get", "-qq", "update")
            _run("apt-get", "-qq", "--yes", "--no-install-recommends", "install", *PACKAGES)
    program = _found()
    if not program:
        raise Unavailable(f"Chromium: Debian's package is installed and puts none on PATH. {ADVICE}")
    return program


def _run(*command: str) -> None:
    """Run a command that has no terminal to ask a question on."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, env=environment
    )
    if done.returncode:
        last = (done.stderr.strip() or f"exit {done.returncode}").splitlines()[-1]
        raise Unavailable(f"Chromium: {' '.join(command[:2])}: {last}. {ADVICE}")


def main() -> int:
    """Print the path, or the reason why there is none; return the exit status, 1 without one."""
    try:
        print(chromium())
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
