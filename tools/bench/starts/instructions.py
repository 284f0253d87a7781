"""Counting the instructions that a program executes."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

INSTALL = (
    "valgrind is not installed. Debian and Ubuntu have it (`apt-get install valgrind`), Fedora too (`dnf install "
    "valgrind`); macOS on Intel only. Nothing else here counts instructions repeatably."
)
MAX_SECONDS = 300
"""A cold start under valgrind takes some 15 s, fifty times its own time."""


class NotCounted(Exception):
    """The program could not be counted; the text says why."""


def valgrind() -> str:
    """Return the path of valgrind; raise NotCounted, which says how to install it, where there is none."""
    found = shutil.which("valgrind")
    if found is None:
        raise NotCounted(INSTALL)
    return found


def instructions(name: str, command: Sequence[str | Path], environment: Mapping[str, str], folder: Path) -> int:
    """Run the command in an environment and return how many instructions it executed in user space (callgrind's `Ir`).

    They repeat to 0.3 %. The count is printed on stderr under `name`, because the table comes minutes later; `folder`
    is for callgrind's output. Raises NotCounted where the command fails.
    """
    counted = [valgrind(), "--tool=callgrind", f"--callgrind-out-file={folder}/callgrind.%p.out", *map(str, command)]
    done = subprocess.run(
        counted, env=dict(environment), capture_output=True, text=True, timeout=MAX_SECONDS, check=False
    )
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or found is None:
        raise NotCounted(f"{' '.join(counted)}\n{done.stdout}{done.stderr}")
    count = int(found[1])
    sys.stderr.write(f"  {name}: {count / 1e6:,.0f} million instructions\n")
    return count
