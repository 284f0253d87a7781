"""Cold starts at another commit, counted by that commit's own benchmark in a worktree and an environment."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.bootstrap.environments import INTERPRETER, ROOT
from tools.bench.starts.cold_starts import ColdStarts
from tools.bench.starts.instructions import NotCounted

PROGRAM = """
import json, sys
try:
    from tools.bench.starts.cold_starts import count_cold_starts
except ModuleNotFoundError:
    from tests.benchmarks.cold_starts import count_cold_starts  # where the benchmark was until December 2026
found = count_cold_starts()
json.dump({"floor": found.floor, "functions": found.functions}, sys.stdout)
"""


def count_cold_starts_at(commit: str, repository: Path = ROOT) -> ColdStarts:
    """Count the instructions of the functions as they were at `commit` of the repository, and return them.

    Takes as long as counting those of today, and a minute for the environment. Raises NotCounted, which names the
    commit, where it is unknown or its environment or its benchmark fails; what failed has written why to stderr.
    """
    try:
        with _worktree(commit, repository) as folder:
            subprocess.run(
                ["make", "-C", folder, "setup", f"PYTHON={INTERPRETER}"], stdout=subprocess.DEVNULL, check=True
            )
            counted = subprocess.run(
                [folder / ".venv" / "bin" / "python", "-c", PROGRAM], cwd=folder, stdout=subprocess.PIPE, check=True
            )
    except (OSError, subprocess.CalledProcessError):
        raise NotCounted(f"the cold starts at {commit} cannot be counted; see above") from None
    found = json.loads(counted.stdout)
    return ColdStarts(found["floor"], found["functions"])


@contextmanager
def _worktree(commit: str, repository: Path) -> Iterator[Path]:
    git = ["git", "-C", str(repository), "worktree"]
    with tempfile.TemporaryDirectory(prefix="certkeeper-before-") as parent:
        folder = Path(parent) / "worktree"
        subprocess.run([*git, "add", "--quiet", "--detach", str(folder), commit], check=True)
        try:
            yield folder
        finally:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)
