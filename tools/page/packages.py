"""The npm packages that check the page: installed in .build/page from the lock, and again only when that changes."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from infra.bootstrap.environments import BUILD, ROOT, setup_lock
from infra.bootstrap.unavailable import Unavailable

SOURCES = ROOT / "tools" / "page"
FOLDER = BUILD / "page"
STAMP = FOLDER / "recipe"
FILES = ("package.json", "package-lock.json", ".npmrc", "eslint.config.js")
"""What npm reads, and ESLint's configuration: Node.js finds what it imports only in a folder above it."""

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


def install() -> Path:
    """Install the packages where they are not current, and return their folder.

    No package runs a script of its own. Raises Unavailable where there is no Node.js, or npm fails.
    """
    program = node()
    recipe = "\0".join([program, *((SOURCES / name).read_text(encoding="utf-8") for name in FILES)])
    digest = hashlib.sha256(recipe.encode()).hexdigest()
    with setup_lock():
        if STAMP.exists() and STAMP.read_text(encoding="utf-8") == digest:
            return FOLDER
        FOLDER.mkdir(exist_ok=True)
        STAMP.unlink(missing_ok=True)
        for name in FILES:
            shutil.copyfile(SOURCES / name, FOLDER / name)
        _run_npm()
        STAMP.write_text(digest, encoding="utf-8")
    return FOLDER


def _run_npm() -> None:
    command = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    environment = {**os.environ, "NO_UPDATE_NOTIFIER": "1"}
    done = subprocess.run(
        command, cwd=FOLDER, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise Unavailable(f"{' '.join(command)} failed: {done.stderr.strip() or done.stdout.strip()}")
