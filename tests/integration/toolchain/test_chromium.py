"""The Chromium that tests use, and where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from infra.bootstrap import chromium
from infra.bootstrap.unavailable import Unavailable


def on_path(*programs: str) -> object:
    """A PATH with these programs only."""
    return lambda name: f"/usr/bin/{name}" if name in programs else None


def test_what_is_on_path_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under any of its names."""
    monkeypatch.setattr(shutil, "which", on_path("google-chrome", "apt-get"))
    assert chromium.chromium() == Path("/usr/bin/google-chrome")


@pytest.mark.parametrize(("programs", "user", "reason"), [((), 0, "no apt-get"), (("apt-get",), 1000, "only root")])
def test_who_may_install_nothing_learns_what_to_do(
    monkeypatch: pytest.MonkeyPatch, programs: tuple[str, ...], user: int, reason: str
) -> None:
    """Why there is none, and how to have one."""
    monkeypatch.setattr(shutil, "which", on_path(*programs))
    monkeypatch.setattr("os.geteuid", lambda: user)
    with pytest.raises(Unavailable, match=rf"(?s){reason}.*apt-get install chromium"):
        chromium.chromium()


def test_a_mirror_that_fails_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the last thing that apt said."""
    monkeypatch.setattr(shutil, "which", on_path("apt-get"))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    failed = subprocess.CompletedProcess([], 100, "", "E: nothing\nE: the mirror is gone\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(Unavailable, match="the mirror is gone"):
        chromium.chromium()
