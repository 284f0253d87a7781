"""The page's checks: without Node.js they are left out, but not in CI."""

import shutil

import pytest

from tools.page.__main__ import SOURCES, main


@pytest.mark.parametrize(("ci", "status"), [("true", 1), (None, 0)])
def test_a_machine_without_node(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str | None, status: int
) -> None:
    """Both say what is missing, and what to install."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.delenv("CI", raising=False)
    if ci:
        monkeypatch.setenv("CI", ci)
    assert main() == status
    assert "Put Node.js 20.19 or later with npm on PATH" in capsys.readouterr().err


def test_the_lock_names_no_registry() -> None:
    """It is installed from the registry that a person's npm is set up for."""
    lock = (SOURCES / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert "resolved" not in lock
