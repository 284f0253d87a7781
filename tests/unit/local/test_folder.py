"""The folder of a world that was killed goes when the next world starts, and nobody else's does."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from infra.local.processes.folder import LOCK, NEW_SECONDS, PREFIX, remove_abandoned, world_folder

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys, time
from pathlib import Path
from infra.local.processes.folder import world_folder
with world_folder(Path(sys.argv[1]), time.time()) as folder:
    (folder / "emulator.log").write_text("started")
    print(folder, flush=True)
    sys.stdin.read()
"""


def later() -> float:
    """When a folder of this moment is no longer new."""
    return time.time() + NEW_SECONDS + 1


@pytest.fixture
def parent(tmp_path: Path) -> Path:
    """The system's folder for temporary files."""
    return tmp_path


def names(parent: Path) -> list[str]:
    """What stands there."""
    return sorted(each.name for each in parent.iterdir())


def end_badly(parent: Path) -> None:
    """A world that begins, and fails."""
    with world_folder(parent, time.time()) as folder:
        assert names(parent) == [folder.name]
        raise RuntimeError


def test_a_folder_goes_with_its_world(parent: Path) -> None:
    """However it ends, if it may end."""
    with pytest.raises(RuntimeError):
        end_badly(parent)
    assert names(parent) == []


def test_what_a_killed_world_left_goes_when_the_next_one_starts(parent: Path) -> None:
    """`kill -9` leaves nobody to clean up; while it lived, its folder was safe."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(parent)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    left = holder.stdout.readline().strip()
    remove_abandoned(parent, later())
    assert [str(each) for each in parent.iterdir()] == [left]
    holder.kill()
    holder.communicate()
    with world_folder(parent, later()) as folder:
        assert names(parent) == [folder.name]


def test_a_folder_that_may_not_be_locked_yet_stays(parent: Path) -> None:
    """Another world is starting at this moment."""
    (parent / f"{PREFIX}new").mkdir()
    (parent / f"{PREFIX}new" / LOCK).touch()
    remove_abandoned(parent, time.time())
    assert names(parent) == [f"{PREFIX}new"]


def test_what_does_not_bear_certkeepers_mark_stays(parent: Path) -> None:
    """Another prefix, no lock inside, a link to somewhere, a file."""
    elsewhere = parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / LOCK).touch()
    (parent / f"{PREFIX}empty").mkdir()
    (parent / f"{PREFIX}link").symlink_to(elsewhere)
    (parent / f"{PREFIX}file").touch()
    before = names(parent)
    remove_abandoned(parent, later())
    assert names(parent) == before
    assert (elsewhere / LOCK).exists()
