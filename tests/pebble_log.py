"""The requests that Pebble got, read from its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LOG = "pebble.log"
"""Where it is, in the directory that Pebble was given."""


def validated(directory: Path, name: str) -> bool:
    """Whether it was asked to validate the name; of a wildcard, the name below it."""
    log = (directory / LOG).read_text(encoding="utf-8", errors="replace")
    return any("Pulled a task" in line and f'"{name}"' in line for line in log.splitlines())
