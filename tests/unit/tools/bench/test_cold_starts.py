"""The table of cold starts: what is too dear is said, and what it was at another commit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.deployed import functions
from tests.environment import environment
from tools.bench.earlier_commit import count_cold_starts_at
from tools.bench.starts.cold_starts import ColdStarts, environment_of
from tools.bench.starts.instructions import NotCounted
from tools.bench.tables import cold_starts_table

MAKEFILE = f"setup:\n\tmkdir -p .venv/bin && ln -s {sys.executable} .venv/bin/python\n"
BENCHMARK = """
from types import SimpleNamespace
def count_cold_starts():
    return SimpleNamespace(floor=1000, functions={"list_scopes": 900})
"""


def counted(**millions: int) -> ColdStarts:
    """All functions at 0.5 of the floor, but for those that are named."""
    counts = {function.operation: 500_000_000 for function in functions()}
    return ColdStarts(1_000_000_000, counts | {name: count * 1_000_000 for name, count in millions.items()})


def line_of(name: str, table: str) -> list[str]:
    """The words of a function's line."""
    return next(line for line in table.splitlines() if line.startswith(f"{name} ")).split()


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("get_order", 800),
        ("list_certificates", 800),
        ("put_scope", 1150),
        ("place_order", 1150),
        ("export_certificate", 1300),
        ("upload_version", 1300),
        ("sweep_certificates", 1300),
    ],
)
def test_a_function_that_costs_more_than_the_design_allows_is_missed(name: str, most: int) -> None:
    """Each kind of function has its own target; at the target nothing is missed."""
    assert cold_starts_table(counted(**{name: most})).endswith("All targets are met.")
    table = cold_starts_table(counted(**{name: most + 10}))
    assert line_of(name, table)[-1] == "missed"
    assert table.endswith("1 of the targets are missed.")


def test_a_task_that_speaks_acme_has_no_target() -> None:
    """Nobody waits for it."""
    assert cold_starts_table(counted(open_order=9000)).endswith("All targets are met.")


def test_the_costs_of_before_stand_beside_those_of_today() -> None:
    """In the floors of then, and a dash for a function that was not there."""
    table = cold_starts_table(counted(list_scopes=600), ColdStarts(2_000, {"list_scopes": 1_800}))
    assert line_of("list_scopes", table) == ["list_scopes", "600", "0.60", "0.8", "0.90"]
    assert line_of("get_order", table)[-1] == "-"


def test_a_measured_function_hears_of_the_world_it_is_measured_in() -> None:
    """Of the CA and the name server that are there, not of the settings' defaults: no order would be issued."""
    world = {"ACME_DIRECTORY_URL": "https://127.0.0.1:1/dir", "CHECK_NAMESERVER": "127.0.0.1:5353"}
    found = environment_of({"AWS_REGION": "us-east-1"}, environment(TABLE_NAME="t"), world)
    assert world.items() <= found.items()
    assert (found["TABLE_NAME"], found["AWS_REGION"]) == ("t", "us-east-1")


def test_what_was_before_is_counted_by_the_program_of_then(tmp_path: Path) -> None:
    """In a worktree, which is gone afterwards."""
    (tmp_path / "Makefile").write_text(MAKEFILE)
    folder = tmp_path / "tools" / "bench" / "starts"
    folder.mkdir(parents=True)
    (folder / "cold_starts.py").write_text(BENCHMARK)
    git = ("git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.test")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "one")):
        subprocess.run([*git, *command], check=True)
    assert count_cold_starts_at("HEAD", tmp_path) == ColdStarts(1000, {"list_scopes": 900})
    worktrees = subprocess.run([*git, "worktree", "list"], capture_output=True, text=True, check=True).stdout
    assert len(worktrees.splitlines()) == 1
    with pytest.raises(NotCounted, match="no-such-commit"):
        count_cold_starts_at("no-such-commit", tmp_path)
