"""Pythons of this machine by minor version: the one that deployed functions run on, and all that are supported."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TEMPLATE = Path(__file__).resolve().parents[2] / "template.yaml"

PROBE = "import os, sys, ensurepip, ssl, venv; print(os.path.realpath(sys.executable), sys.version, sep='\\n')"
"""Prints the real path and the release, and fails where Python comes without what makes an environment."""


@dataclass(frozen=True, slots=True)
class Python:
    """An interpreter that runs here: its real path and its release, as `sys.version` has it."""

    program: Path
    release: str

    @property
    def version(self) -> str:
        """Its minor version, such as `3.13`."""
        return ".".join(self.release.split(".")[:2])


THIS = Python(Path(sys.executable).resolve(), sys.version)
"""The Python that runs this."""


def deployed_version() -> str:
    """Return the minor version of the template's default runtime, such as `3.13`."""
    return _of_runtime(r"Default: python(\S+)")[0]


def supported_versions() -> list[str]:
    """Return the minor versions of all runtimes that the template allows, the oldest first."""
    return re.findall(r"3\.\d+", _of_runtime(r"AllowedValues: \[(.+)\]")[0])


def _of_runtime(line: str) -> list[str]:
    """Return what a pattern finds in a line of the template's parameter Runtime."""
    text = TEMPLATE.read_text(encoding="utf-8")
    return re.findall(rf"^  Runtime:\n(?:    .*\n)*?    {line}$", text, flags=re.MULTILINE)


def find_python(version: str, environment: Mapping[str, str] = os.environ) -> Python | None:
    """Return a Python of this minor version; None where this machine has none.

    It may be the one that runs this, on PATH, or made by pyenv or uv without being on PATH; PATH, HOME and the folders
    of both are those of the environment. Each candidate is asked to run: a version manager leaves names on PATH that
    only print an error.
    """
    if version == THIS.version:
        return THIS
    found = map(_asked, _candidates(version, environment))
    return next((python for python in found if python and python.version == version), None)


@cache
def _asked(program: Path) -> Python | None:
    """Return what a program says that it is; None where it does not run or cannot make environments."""
    command = [str(program), "-c", PROBE]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    path, _, release = answer.stdout.rstrip("\n").partition("\n")
    return None if answer.returncode else Python(Path(path), release)


def _candidates(version: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield programs that may be a Python of this version: PATH's, then pyenv's and uv's, the newest release first."""
    home, name = Path(environment.get("HOME", "/nonexistent")), f"python{version}"
    managed = (
        Path(environment.get("PYENV_ROOT") or home / ".pyenv") / "versions",
        Path(environment.get("UV_PYTHON_INSTALL_DIR") or home / ".local" / "share" / "uv" / "python"),
    )
    programs = [Path(folder, name) for folder in os.get_exec_path(environment) if folder]
    for versions in managed:
        programs += sorted(versions.glob(f"*{version}*/bin/{name}"), key=_release, reverse=True)
    yield from (program for program in programs if os.access(program, os.X_OK))


def _release(program: Path) -> tuple[int, ...]:
    """Return the numbers in the name of the folder that a release is in, to sort by."""
    return tuple(map(int, re.findall(r"\d+", program.parents[1].name)))
