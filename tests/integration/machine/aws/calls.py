"""Every call that Certkeeper's code makes to the outside, counted, and a crash at the one that a test names."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class When(StrEnum):
    """BEFORE: nothing has left this process. AFTER: what was asked for is done, and nobody here knows."""

    BEFORE = "before"
    AFTER = "after"


class Crash(BaseException):
    """The process ends here. Not an Exception: no handler gets to see it, as it would not see a power cut."""


@dataclass(frozen=True, slots=True)
class Point:
    """A call by its place among those of one issuance, its name for people to read, and the side of it."""

    place: int
    call: str
    when: When

    def __str__(self) -> str:
        return f"{self.when} call {self.place}, {self.call}"


def distinct(points: list[Point]) -> list[Point]:
    """Return the points whose crashes differ: after each call, and before the first call of each function.

    Before any other call is after the one before it: in between nothing leaves the process, so a crash there leaves
    the same state outside, and half of the runs would prove nothing new.
    """
    functions = [point.call.partition(":")[0] for point in points]
    starts = zip(points, functions, ["", *functions], strict=False)
    first = {point for point, function, before in starts if function != before}
    return [point for point in points if point.when is When.AFTER or point in first]


READS = (
    "DescribeSecret",
    "GetChange",
    "GetHostedZone",
    "GetItem",
    "GetParameter",
    "GetSecretValue",
    "ListHostedZones",
    "ListResourceRecordSets",
    "ListSubscriptionsByTopic",
    "Query",
)
"""Operations of AWS that change nothing."""


def after_changes(points: list[Point]) -> list[Point]:
    """Return the points after calls, without those after a read, unless it is the first call of a function.

    A crash after a later read leaves the same state outside as one after the call before it.
    """
    after = [point for point in points if point.when is When.AFTER]
    before = ["", *(point.call.partition(":")[0] for point in after)]
    return [
        point
        for point, function in zip(after, before, strict=False)
        if point.call.partition(":")[0] != function or not point.call.endswith(READS)
    ]


class Calls:
    """Counts what is called while `within` a task or an operation; other threads are the world outside."""

    def __init__(self, crash_at: Point | None = None) -> None:
        self.names: list[str] = []
        self.crash_at = crash_at
        self.crashed = False
        self._within = ""
        self._thread = threading.get_ident()

    def points(self) -> list[Point]:
        """Both sides of every call so far."""
        return [Point(place, name, when) for place, name in enumerate(self.names) for when in When]

    @contextmanager
    def within(self, name: str) -> Iterator[None]:
        """What is called in here is counted."""
        self._within = name
        try:
            yield
        finally:
            self._within = ""

    def through(self, name: str, call: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the call gives
        """Makes the call, unless the process crashes."""
        if not self._within or threading.get_ident() != self._thread:
            return call()
        place = len(self.names)
        self.names.append(f"{self._within}: {name}")
        self._maybe_crash(place, When.BEFORE)
        try:
            return call()
        finally:
            self._maybe_crash(place, When.AFTER)

    def _maybe_crash(self, place: int, when: When) -> None:
        if self.crash_at and (self.crash_at.place, self.crash_at.when) == (place, when):
            assert self.crash_at.call == self.names[place], "the run is not the one that was counted"
            self.crashed = True
            raise Crash
