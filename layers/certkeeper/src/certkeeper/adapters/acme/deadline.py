"""The time that one task has for all that it asks the CA."""

from __future__ import annotations

import time
from collections.abc import Callable

from certkeeper.domain.errors import TransientError

Monotonic = Callable[[], float]
"""Seconds on a clock that is never set back."""


class Deadline:
    """Counts down from `seconds`, beginning when it is made."""

    def __init__(self, seconds: float, monotonic: Monotonic = time.monotonic) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds left, more than none. Raises TransientError when they are used up."""
        left = self._end - self._monotonic()
        if left <= 0:
            raise TransientError(f"the CA took more than the {self._seconds:g} s that one task has for it")
        return left
