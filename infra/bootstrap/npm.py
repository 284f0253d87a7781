"""npm packages of the tools: installed below .build from their lock, and again only when what they are made of changes.

No package runs a script of its own.
"""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from infra.bootstrap.environments import setup_lock
from infra.bootstrap.unavailable import Unavailable

FILES = ("package.json", "package-lock.json", ".npmrc")
"""What npm reads in a folder."""

MIN_NODE = (20, 19)
"""What the pinned ESLint needs, by `engines` in its package.json."""

ADVICE = "Put Node.js 20.19 or later with npm on PATH (https://nodejs.org/) and try again."


def node() -> str:
    """Return the path of `node`. Raises Unavailable where it or npm is missing or too old."""
    program = shutil.which("node")
    if not program or not shutil.which("npm"):
        raise Unavailable(f"node or npm is not on PATH. {ADVICE}")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    numbers = re.match(r"v(\d+)\.(\d+)", version)
    if not numbers or (int(numbers[1]), int(numbers[2])) < MIN_NODE:
        raise Unavailable(f"node on PATH is {version or 'none that runs'}. {ADVICE}")
    return program


def install(sources: Path, folder: Path, *beside: str) -> None:
    """Install the packages that the files in `sources` lock into `folder`, where they are not current.

    Files of `sources` with the names in `beside` are copied there too: Node.js finds what a file imports only in a
    folder above it. Raises Unavailable where there is no Node.js, or npm fails.
    """
    names, stamp = (*FILES, *beside), folder / "recipe"
    recipe = "\0".join([node(), *((sources / name).read_text(encoding="utf-8") for name in names)])
    digest = hashlib.sha256(recipe.encode()).hexdigest()
    with setup_lock():
        if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
            return
        folder.mkdir(exist_ok=True)
        stamp.unlink(missing_ok=True)
        for name in names:
            shutil.copyfile(sources / name, folder / name)
        _run_npm(folder)
        stamp.write_text(digest, encoding="utf-8")


def _run_npm(folder: Path) -> None:
    command = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    environment = {**os.environ, "NO_UPDATE_NOTIFIER": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise Unavailable(f"{' '.join(command)} failed: {done.stderr.strip() or done.stdout.strip()}")
