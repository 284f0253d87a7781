"""What is said of one event: the same five things of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Severity(StrEnum):
    """INFO: nothing is wrong. WARNING: something will be. CRITICAL: something is, or is about to."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Saying:
    """`title` is ASCII, at most 21 characters, and ours to the last: it stands in the subject."""

    title: str
    severity: Severity
    what: str
    why: str
    todo: str


def time_left(left: timedelta) -> str:
    """In days, as thresholds are set: a sweep comes a while after one. In hours where a day would be coarse."""
    day, hour = timedelta(days=1), timedelta(hours=1)
    if left >= 1.5 * day:
        return f"{round(left / day)} days"
    hours = round(left / hour)
    return f"{hours} hours" if hours > 1 else "an hour" if hours == 1 else "a moment"
