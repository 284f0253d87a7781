"""The set-up's choice of a Python, tried with folders of made-up programs on PATH."""

import os
import subprocess
import sys
from pathlib import Path

from infra.bootstrap.environments import ROOT

SCRIPT = ROOT / "infra" / "bootstrap" / "interpreter.sh"


def program(path: Path, script: str) -> Path:
    """Write an executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def choose(*folders: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script with these folders in front of what it needs itself (tail, and no Python)."""
    tools = folders[0].parent / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "tail").symlink_to("/usr/bin/tail")
    path = os.pathsep.join(map(str, (*folders, tools)))
    return subprocess.run(
        ["/bin/sh", SCRIPT], env=environment | {"PATH": path}, capture_output=True, text=True, check=False
    )


def test_a_shim_that_fails_is_passed_over(tmp_path: Path) -> None:
    """A version manager's name that only prints an error is refused aloud, and the next program is asked."""
    shim = program(tmp_path / "shims" / "python3", "echo 'not installed: 3.13' >&2; exit 127")
    program(tmp_path / "bin" / "python3", f'exec "{sys.executable}" "$@"')
    chosen = choose(shim.parent, tmp_path / "bin")
    assert Path(chosen.stdout.strip()) == Path(sys.executable).resolve()
    assert f"not {shim}: not installed: 3.13" in chosen.stderr


def test_a_python_that_cannot_make_environments_is_passed_over(tmp_path: Path) -> None:
    """Distributions ship Python without venv: that one is refused with what it lacks."""
    bare = program(
        tmp_path / "bin" / "python3", "echo \"ModuleNotFoundError: No module named 'ensurepip'\" >&2; exit 1"
    )
    chosen = choose(bare.parent)
    assert chosen.returncode == 1
    assert "ensurepip" in chosen.stderr
    assert "PYTHON=/path/to/python" in chosen.stderr


def test_the_person_may_choose(tmp_path: Path) -> None:
    """PYTHON names the only candidate, by path; the answer is its real path."""
    decoy = program(tmp_path / "bin" / "python3", "exit 1")
    chosen = choose(decoy.parent, PYTHON=sys.executable)
    assert Path(chosen.stdout.strip()) == Path(sys.executable).resolve()
