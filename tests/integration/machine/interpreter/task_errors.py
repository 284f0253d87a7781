"""The error with which a task ends, and the retrier or catcher that it meets."""

from __future__ import annotations

from collections import Counter
from typing import Any

DEFAULT_ATTEMPTS = 3
"""Amazon States Language: `MaxAttempts` where a retrier does not say."""


class TaskError(Exception):
    """A task ended with an error; `name` is what `ErrorEquals` compares."""

    def __init__(self, name: str, cause: str = "") -> None:
        super().__init__(f"{name}: {cause}")
        self.name = name
        self.cause = cause

    def output(self) -> dict[str, str]:
        """The error output that a catcher's `ResultPath` places."""
        return {"Error": self.name, "Cause": self.cause}


def matching(clauses: list[dict[str, Any]], error: str) -> tuple[int, dict[str, Any]] | None:
    """The first clause for this error, with its place; None where no clause is for it."""
    for place, clause in enumerate(clauses):
        wanted = clause["ErrorEquals"]
        failed = "States.TaskFailed" in wanted and error != "States.Timeout"
        if error in wanted or "States.ALL" in wanted or failed:
            return place, clause
    return None


class Retries:
    """The attempts of one visit to one state: each retrier counts its own."""

    def __init__(self, state: dict[str, Any]) -> None:
        self._clauses: list[dict[str, Any]] = state.get("Retry", [])
        self._used: Counter[int] = Counter()

    def allow(self, error: str) -> bool:
        """Whether the task is tried once more."""
        found = matching(self._clauses, error)
        if found is None:
            return False
        place, clause = found
        self._used[place] += 1
        return self._used[place] <= int(clause.get("MaxAttempts", DEFAULT_ATTEMPTS))
