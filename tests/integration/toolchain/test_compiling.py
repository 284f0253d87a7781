"""The Python that compiles for a runtime: where it is searched, and what happens where there is none."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from infra.deploy.build import BUILT, main
from infra.layers.compiling import ALLOWED, NotCompiled, compile_all
from infra.layers.interpreters import find_interpreter
from infra.layers.target import HOST, RUNTIME
from tests.integration.toolchain.test_interpreter import program

if TYPE_CHECKING:
    from pathlib import Path

VERSION = "3.99"
"""Of no Python that is on this machine."""


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which no Python is to be found but the one that runs this; its home folder."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    for name in ("PYENV_ROOT", ALLOWED):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(
    "place",
    [
        f"bin/python{VERSION}",
        f".pyenv/versions/{VERSION}.0/bin/python{VERSION}",
        f"elsewhere/versions/{VERSION}.0/bin/python{VERSION}",
        f".local/share/uv/python/cpython-{VERSION}.0-linux-x86_64-gnu/bin/python{VERSION}",
    ],
)
def test_a_python_is_found_where_people_and_programs_put_it(
    nothing: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Though a version manager's name that only prints an error comes first on PATH."""
    monkeypatch.setenv("PATH", f"{nothing / 'shims'}{os.pathsep}{nothing / 'bin'}")
    monkeypatch.setenv("PYENV_ROOT", str(nothing / "elsewhere"))
    program(nothing / "shims" / f"python{VERSION}", f"echo 'pyenv: python{VERSION}: command not found' >&2; exit 127")
    assert find_interpreter(VERSION) is None
    python = program(nothing / place, f"echo {VERSION}")
    assert find_interpreter(VERSION) == python


def test_a_program_of_another_version_is_none(nothing: Path) -> None:
    """Its compiled code would not be read, whatever its name says."""
    program(nothing / "bin" / f"python{VERSION}", "echo 3.98")
    assert find_interpreter(VERSION) is None


@pytest.mark.usefixtures("nothing")
def test_what_cannot_be_compiled_is_not_built() -> None:
    """With what to do about it, and what was built before stays."""
    runtime = next(each for each in (RUNTIME, "python3.12") if each != f"python{HOST.version}")
    before = BUILT.read_bytes() if BUILT.exists() else None
    ended = CliRunner().invoke(main, ["--runtime", runtime])
    assert ended.exit_code == 1
    assert f"There is no Python {runtime.removeprefix('python')} on this machine" in ended.output
    assert f"{ALLOWED}=1" in ended.output
    assert (BUILT.read_bytes() if BUILT.exists() else None) == before


def test_without_a_python_only_who_wants_that_gets_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable says so, with `1` and nothing else."""
    (tmp_path / "module.py").write_text("", encoding="utf-8")
    nobody = replace(HOST, python=None)
    for value in ("", "0"):
        monkeypatch.setenv(ALLOWED, value)
        with pytest.raises(NotCompiled, match="no other version compiles"):
            compile_all(nobody, tmp_path, "/opt")
    monkeypatch.setenv(ALLOWED, "1")
    compile_all(nobody, tmp_path, "/opt")
    assert [file.name for file in tmp_path.iterdir()] == ["module.py"]


def test_a_module_that_cannot_be_compiled_stops_the_build(tmp_path: Path) -> None:
    """It is named, with what Python says."""
    (tmp_path / "good.py").write_text("", encoding="utf-8")
    (tmp_path / "bad.py").write_text("def", encoding="utf-8")
    with pytest.raises(NotCompiled, match=r"1 modules of .*, among them bad\.py"):
        compile_all(HOST, tmp_path, "/opt")
