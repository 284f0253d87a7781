"""The page's checks: without Node.js they are left out, but not in CI."""

import shutil
from pathlib import Path

import pytest

from infra.bootstrap.environments import ROOT
from tools.page.__main__ import main

LOCKS = sorted(path for folder in ("tests", "tools") for path in (ROOT / folder).rglob("package-lock.json"))


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


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.parent.relative_to(ROOT)))
def test_a_lock_names_no_registry(lock: Path) -> None:
    """Packages are installed from the registry that a person's npm is set up for."""
    text = lock.read_text(encoding="utf-8")
    assert '"integrity"' in text
    assert "resolved" not in text
