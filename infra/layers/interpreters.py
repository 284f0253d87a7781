"""Finding a Python of one minor version on this machine: only the same minor version compiles what a runtime loads."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from infra.bootstrap.environments import INTERPRETER, UV

_QUESTION = "import sys; print('{}.{}'.format(*sys.version_info))"


def find_interpreter(version: str, environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return a Python of this version, such as `3.13`, or None where there is none.

    Each candidate is run and asked for its version: a version manager leaves names on PATH that only print an error.
    PATH and HOME are those of the environment, and so is PYENV_ROOT.
    """
    for program in _candidates(version, environment):
        if _answer(program, "-c", _QUESTION) == version:
            return program
    return None


def _candidates(version: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """This Python, those on PATH, those that pyenv and uv have installed; the newest patch release first."""
    yield INTERPRETER
    for folder in os.get_exec_path(environment):
        if found := shutil.which(f"python{version}", path=folder):
            yield Path(found)
    home = Path(environment.get("HOME", "/nonexistent"))
    pyenv = Path(environment.get("PYENV_ROOT") or home / ".pyenv")
    for versions in (pyenv / "versions", home / ".pyenv" / "versions", home / ".local" / "share" / "uv" / "python"):
        yield from sorted(versions.glob(f"*/bin/python{version}"), reverse=True)
    # uv knows where else it keeps its own: UV_PYTHON_INSTALL_DIR, or its settings.
    managed = _answer(UV, "python", "find", "--managed-python", "--no-python-downloads", version)
    if managed:
        yield Path(managed)


def _answer(*command: str | Path) -> str:
    """Return what a command printed; nothing if it failed or cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.strip()
