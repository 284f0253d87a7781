"""The thresholds of notices: how many days before a certificate's end each one is sent."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from certkeeper.domain.errors import Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DEFAULT_NOTICE_DAYS = (14, 7, 3, 1)
"""Two weeks, as in the reference product's requirements, then a week, and two last reminders."""
MAX_THRESHOLDS = 10
"""The most thresholds of one certificate or scope: more notices than these are not read."""
MAX_NOTICE_DAYS = 398
"""The longest lifetime of a public certificate, in days (CA/Browser Forum, ballot SC-31, 2020)."""


def _empty(days: Sequence[int]) -> str | None:
    return None if days else "give at least one number of days, or leave `notice_days` out for the default"


def _many(days: Sequence[int]) -> str | None:
    return f"give at most {MAX_THRESHOLDS} numbers of days" if len(days) > MAX_THRESHOLDS else None


def _out_of_bounds(days: Sequence[int]) -> str | None:
    within = all(1 <= each <= MAX_NOTICE_DAYS for each in days)
    return None if within else f"each number of days is from 1 to {MAX_NOTICE_DAYS}"


def _unsorted(days: Sequence[int]) -> str | None:
    falling = all(earlier > later for earlier, later in pairwise(days))
    return None if falling else "sort the days from most to fewest, each only once, for example 14, 7, 3, 1"


_CHECKS: tuple[tuple[str, Callable[[Sequence[int]], str | None]], ...] = (
    ("notice_days_empty", _empty),
    ("notice_days_many", _many),
    ("notice_days_out_of_bounds", _out_of_bounds),
    ("notice_days_unsorted", _unsorted),
)


def notice_days_violations(days: Sequence[int], pointer: str, lifetime: timedelta | None = None) -> Iterator[Violation]:
    """Yield why these days cannot be the thresholds; `pointer` is the field that they came in.

    With a `lifetime`, each threshold must be shorter than it: otherwise it would be due at once.
    """
    yield from (Violation(pointer, code, detail) for code, check in _CHECKS if (detail := check(days)))
    if lifetime is not None and any(timedelta(days=each) >= lifetime for each in days):
        detail = f"the certificate is valid for {lifetime.days} days in all; give fewer days than that"
        yield Violation(pointer, "notice_days_over_lifetime", detail)
