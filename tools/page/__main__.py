"""`python -m tools.page`: check the page's JavaScript, where Node.js is; with CI=true it must be."""

import os
import subprocess
import sys

from infra.bootstrap import npm
from infra.bootstrap.environments import BUILD, ROOT
from infra.bootstrap.unavailable import Unavailable

SOURCES = ROOT / "tools" / "page"
INSTALLED = BUILD / "page"
CONFIGURATION = "eslint.config.js"
SCRIPTS = ROOT / "cli" / "src" / "certkeeper_cli" / "console" / "static" / "js"


def main() -> int:
    """Return the exit code: 1 where a checker finds something, or where it cannot run although CI=true requires it."""
    try:
        npm.install(SOURCES, INSTALLED, CONFIGURATION)
    except Unavailable as reason:
        if os.environ.get("CI") == "true":
            print(f"The page's JavaScript cannot be checked: {reason}", file=sys.stderr)
            return 1
        print(f"The page's JavaScript is not checked: {reason}", file=sys.stderr)
        return 0
    return max([_exit_code(running) for running in [_start(*command) for command in _commands()]])


def _commands() -> tuple[tuple[str, ...], ...]:
    """Return the checkers' command lines, by the names of their programs."""
    types = ("tsc", "--project", str(SOURCES / "tsconfig.json"))
    return types, ("eslint", "--config", str(INSTALLED / CONFIGURATION), "--max-warnings", "0", str(SCRIPTS))


def _start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a checker beside the other: each takes seconds, on a core of its own."""
    return subprocess.Popen([str(INSTALLED / "node_modules" / ".bin" / program), *arguments], cwd=ROOT)


def _exit_code(running: subprocess.Popen[bytes]) -> int:
    """Wait for a checker, which prints what it finds, and return 1 where that is anything."""
    return 1 if running.wait() else 0


if __name__ == "__main__":
    sys.exit(main())
