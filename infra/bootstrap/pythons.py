"""Pythons of this machine by minor version: the one that deployed functions run on, and all that are supported."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
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


@cache
def find_python(version: str) -> Python | None:
    """Return a Python of this minor version; None where this machine has none.

    It may be the one that runs this, on PATH, or made by pyenv or uv without being on PATH. Each candidate is asked to
    run: a version manager leaves names on PATH that only print an error.
    """
    if version == THIS.version:
        return THIS
    for program in _candidates(version):
        command = [str(program), "-c", PROBE]
        answer = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        path, _, release = answer.stdout.rstrip("\n").partition("\n")
        found = Python(Path(path), release)
        if answer.returncode == 0 and found.version == version:
            return found
    return None


def _candidates(version: str) -> Iterator[Path]:
    """Yield programs that may be a Python of this version: PATH's, then pyenv's and uv's, the newest release first."""
    home = Path.home()
    managed = (
        Path(os.environ.get("PYENV_ROOT") or home / ".pyenv") / "versions",
        Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or home / ".local" / "share" / "uv" / "python"),
    )
    name = f"python{version}"
    folders = [Path(folder) for folder in os.get_exec_path() if folder]
    for versions in managed:
        releases = versions.glob(f"*{version}*/bin/{name}")
        folders += [program.parent for program in sorted(releases, key=_release, reverse=True)]
    yield from (folder / name for folder in folders if os.access(folder / name, os.X_OK))


def _release(program: Path) -> tuple[int, ...]:
    """Return the numbers in the name of the folder that a release is in, to sort by."""
    return tuple(map(int, re.findall(r"\d+", program.parents[1].name)))
