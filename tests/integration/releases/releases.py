"""The releases before this one, as they were recorded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.deployed_definition import Definition
from tests.integration.machine.interpreter.state_data import Data
from tests.integration.releases.recording import Call

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Release:
    """A release: its definitions, and by scenario its tasks' calls and the input of its first execution.

    `waits` has by the name of a state the execution's data, its token and the table's rows. `notice` is the input of an
    execution that publishes one.
    """

    version: str
    issuance: Definition
    notices: Definition
    tasks: dict[str, list[Call]]
    starts: dict[str, Data]
    waits: dict[str, dict[str, Any]]
    notice: Data

    def __str__(self) -> str:
        return self.version


def releases() -> list[Release]:
    """All that were recorded."""
    return [_release(folder) for folder in sorted(FOLDER.iterdir()) if (folder / "issuance.json").exists()]


def _release(folder: Path) -> Release:
    found = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")}
    found["tasks"] = {name: [Call(**each) for each in calls] for name, calls in found["tasks"].items()}
    return Release(folder.name, **found)
