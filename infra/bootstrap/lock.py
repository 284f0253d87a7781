"""`python -m infra.bootstrap.lock [--upgrade]`: compile pyproject.toml's groups to hashed requirements (ADR 7).

One resolution (`development`) constrains what the layers hold, so that tests run what is deployed. The acme layer
leaves out what the runtime layer has. Without --upgrade, what is locked stays as it is where pyproject.toml lets it.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from infra.bootstrap.environments import (
    BOOTSTRAP,
    DEVELOPMENT,
    EMULATOR,
    ROOT,
    SAM,
    UV,
    make_bootstrap,
    run,
    setup_lock,
)

OLDEST_PYTHON = "3.11"
"""Markers in the lock decide for it and all that follow."""

LAYERS = ROOT / "layers"


def packages(lock: Path) -> frozenset[str]:
    """Return the names of the packages that a lock, a file of requirements, pins."""
    return frozenset(re.findall(r"^([a-z0-9-]+)==", lock.read_text(), flags=re.MULTILINE))


def compile_group(group: str, lock: Path, *options: str, without: Iterable[str] = ()) -> None:
    """Write the lock of one group; no address of a package index is written down."""
    left_out = (option for name in sorted(without) for option in ("--no-emit-package", name))
    run(
        UV,
        *("pip", "compile", "--quiet", "--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"),
        *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"),
        *("--group", f"pyproject.toml:{group}", "--output-file", lock),
        *left_out,
        *options,
    )


def main() -> int:
    """Compile all locks, the one that constrains the others first, and return the exit status 0."""
    upgrade = tuple(sys.argv[1:])
    runtime, acme = LAYERS / "runtime" / "requirements.txt", LAYERS / "acme" / "requirements.txt"
    constraints = ("--constraints", str(DEVELOPMENT.lock))
    with setup_lock():
        make_bootstrap()
        compile_group("bootstrap", BOOTSTRAP.lock, *upgrade)
        compile_group("development", DEVELOPMENT.lock, *upgrade)
        compile_group("emulator", EMULATOR.lock, *upgrade)
        compile_group("sam", SAM.lock, *upgrade)
        compile_group("runtime", runtime, *constraints)
        compile_group("acme", acme, *constraints, without=packages(runtime))
    return 0


if __name__ == "__main__":
    sys.exit(main())
