"""The set-up's choice of a Python, tried with folders of made-up programs on PATH."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from infra.bootstrap import every_python
from infra.bootstrap.environments import EMULATOR, ROOT
from infra.bootstrap.pythons import THIS, Python, deployed_version, find_python, supported_versions
from infra.layers.target import host_target

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


def a_python(path: Path, release: str) -> Path:
    """Write a program that answers as a Python of this release would."""
    return program(path, f"printf '%s\\n%s\\n' '{path}' '{release}'")


def test_a_python_of_a_version_is_found_where_version_managers_keep_it(tmp_path: Path) -> None:
    """The newest release of it, though the name on PATH only prints an error; uv's where pyenv has none."""
    program(tmp_path / "shims" / "python3.9", "echo 'not installed: 3.9' >&2; exit 127")
    for release in ("3.9.2", "3.9.10"):
        a_python(tmp_path / ".pyenv" / "versions" / release / "bin" / "python3.9", f"{release} (main)")
    uv = tmp_path / ".local" / "share" / "uv" / "python" / "cpython-3.8.1-linux-x86_64-gnu" / "bin" / "python3.8"
    a_python(uv, "3.8.1 (main)")
    environment = {"HOME": str(tmp_path), "PATH": str(tmp_path / "shims")}
    newest = tmp_path / ".pyenv" / "versions" / "3.9.10" / "bin" / "python3.9"
    assert find_python("3.9", environment) == Python(newest, "3.9.10 (main)")
    assert find_python("3.8", environment) == Python(uv, "3.8.1 (main)")
    assert find_python("3.7", environment) is None


def test_a_program_of_another_version_is_not_taken(tmp_path: Path) -> None:
    """A link may lead anywhere: the program says itself what it is."""
    a_python(tmp_path / "bin" / "python3.9", "3.10.1 (main)")
    assert find_python("3.9", {"PATH": str(tmp_path / "bin")}) is None


def test_the_python_that_runs_this_is_found_without_a_search() -> None:
    """Whatever is on PATH."""
    assert find_python(THIS.version, {"PATH": ""}) is THIS
    assert Python(Path(sys.executable).resolve(), sys.version) == THIS


def test_the_emulator_runs_functions_on_the_python_that_they_are_deployed_to() -> None:
    """Or on this one, where the machine has no other."""
    assert EMULATOR.interpreter == (find_python(deployed_version()) or THIS)
    assert replace(EMULATOR, version=lambda: "3.2").interpreter is THIS
    assert host_target().python == EMULATOR.interpreter.program


OTHERS = [version for version in supported_versions() if version != THIS.version]


def test_pythons_that_are_not_here_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody takes a run on one Python for a run on all of them."""
    monkeypatch.setattr(every_python, "find_python", lambda _version: None)
    assert every_python.main() == 0
    said = f"Tested on Python none beside {THIS.version}. Not found here: {', '.join(OTHERS)}."
    assert capsys.readouterr().out.strip() == said


def test_a_python_on_which_a_test_fails_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After all of them were tried."""
    tried: list[str] = []

    def passes(version: str) -> bool:
        tried.append(version)
        return version != OTHERS[0]

    monkeypatch.setattr(every_python, "find_python", lambda _version: THIS)
    monkeypatch.setattr(every_python, "passes", passes)
    assert every_python.main() == 1
    assert tried == OTHERS
    assert capsys.readouterr().err.strip() == f"Failed on Python {OTHERS[0]}."
