"""`make generate` and the comparison in `make check`: a copy that was changed by hand does not stay unnoticed."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from infra.bootstrap.environments import ROOT
from tools.generate import MARK
from tools.generate import __main__ as program
from tools.generate.__main__ import differing, generated, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def files(tmp_path: Path) -> dict[Path, str]:
    """Two files as a generator makes them, written where they belong."""
    made = {tmp_path / "a.txt": f"# {MARK}\na\n", tmp_path / "below" / "b.txt": f"# {MARK}\nb\n"}
    write(made)
    return made


def test_what_was_written_does_not_differ(files: dict[Path, str]) -> None:
    """Folders are made where they are missing."""
    assert differing(files) == []
    assert {path: path.read_text() for path in files} == files


def test_a_word_changed_by_hand_is_found_and_mended(files: dict[Path, str], tmp_path: Path) -> None:
    """By the name of its file."""
    (tmp_path / "a.txt").write_text(f"# {MARK}\nz\n")
    assert differing(files) == [tmp_path / "a.txt"]
    assert write(files) == [tmp_path / "a.txt"]
    assert differing(files) == []


def test_a_missing_file_differs(files: dict[Path, str], tmp_path: Path) -> None:
    """A fresh clone has all of them, for they are committed."""
    (tmp_path / "a.txt").unlink()
    assert differing(files) == [tmp_path / "a.txt"]


def test_a_file_that_is_made_no_more_goes(files: dict[Path, str], tmp_path: Path) -> None:
    """A hand-written one beside it stays."""
    (tmp_path / "old.txt").write_text(f"# {MARK}\n")
    (tmp_path / "notes.txt").write_text("by hand\n")
    assert write(files) == [tmp_path / "old.txt"]
    assert not (tmp_path / "old.txt").exists()
    assert (tmp_path / "notes.txt").exists()


def test_no_two_generators_make_one_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The later one would undo what the earlier wrote."""
    made = ModuleType("made")
    monkeypatch.setattr(made, "files", lambda: {tmp_path / "a": f"# {MARK}\n"}, raising=False)
    with pytest.raises(ValueError, match="another generator"):
        generated([made, made])


def test_a_generated_file_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In its first line, for those who open it to change something."""
    made = ModuleType("made")
    monkeypatch.setattr(made, "files", lambda: {tmp_path / "a": "text\n"}, raising=False)
    with pytest.raises(ValueError, match="does not say"):
        generated([made])


def test_the_check_names_the_file_and_the_command(
    files: dict[Path, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """And fails; where nothing differs it says nothing."""
    monkeypatch.setattr(program, "generated", lambda: files)
    monkeypatch.setattr(program, "ROOT", tmp_path)
    assert program.main(["--check"]) == 0
    (tmp_path / "a.txt").write_text("changed\n")
    assert program.main(["--check"]) == 1
    assert capsys.readouterr().out == "a.txt is not what its sources make of it; run: make generate\n"


GENERATED = generated()


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[Path, str]:
    """All that is generated, written below another root."""
    copies = {tmp_path / path.relative_to(ROOT): text for path, text in GENERATED.items()}
    write(copies)
    monkeypatch.setattr(program, "generated", lambda: copies)
    monkeypatch.setattr(program, "ROOT", tmp_path)
    return copies


@pytest.mark.parametrize("name", sorted(str(path.relative_to(ROOT)) for path in GENERATED))
def test_a_hand_change_of_any_generated_file_is_found_and_mended(
    name: str, copy: dict[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The check names the file, and generating brings it back."""
    path = tmp_path / name
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n", encoding="utf-8")
    assert program.main(["--check"]) == 1
    assert capsys.readouterr().out == f"{name} is not what its sources make of it; run: make generate\n"
    assert program.main([]) == 0
    assert path.read_text(encoding="utf-8") == copy[path]


def test_what_is_committed_is_what_its_sources_make() -> None:
    """As `make check` has it."""
    assert differing(GENERATED) == []
