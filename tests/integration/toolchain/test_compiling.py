"""What is built is compiled, or is not built; without a Python of the runtime only who asks for it gets sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from infra.bootstrap.pythons import THIS
from infra.deploy.build import BUILT, main
from infra.layers.compiling import ALLOWED, NotCompiled, compile_all
from infra.layers.target import RUNTIME, host_target

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which no Python is to be found but the one that runs this; its home folder."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    for name in ("PYENV_ROOT", ALLOWED):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.usefixtures("nothing")
def test_what_cannot_be_compiled_is_not_built() -> None:
    """With what to do about it, and what was built before stays."""
    runtime = next(each for each in (RUNTIME, "python3.12") if each != f"python{THIS.version}")
    before = BUILT.read_bytes() if BUILT.exists() else None
    ended = CliRunner().invoke(main, ["--runtime", runtime])
    assert ended.exit_code == 1
    assert f"There is no Python {runtime.removeprefix('python')} on this machine" in ended.output
    assert f"{ALLOWED}=1" in ended.output
    assert (BUILT.read_bytes() if BUILT.exists() else None) == before


def test_without_a_python_only_who_wants_that_gets_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable says so, with `1` and nothing else."""
    (tmp_path / "module.py").write_text("", encoding="utf-8")
    nobody = replace(host_target(), python=None)
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
        compile_all(host_target(), tmp_path, "/opt")
