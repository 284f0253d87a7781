"""The time that one piece of work on the network gets, whatever strangers' servers do."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from random import uniform

Monotonic = Callable[[], float]
"""Seconds on a clock that is never set back."""


class Deadline:
    """Counts down from `seconds`, beginning when it is made; no single step gets more than `step_seconds`."""

    def __init__(
        self, seconds: float, step_seconds: float = math.inf, *, monotonic: Monotonic = time.monotonic
    ) -> None:
        self.seconds = seconds
        self._step_seconds = step_seconds
        self._monotonic = monotonic
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, more than none. Raises TimeoutError when they are used up."""
        left = self._end - self._monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def for_step(self) -> float:
        """Return the seconds that the next step may take, more than none. Raises TimeoutError as `left` does."""
        return min(self.left(), self._step_seconds)

    def pause(self, steps: int) -> None:
        """Sleep a random part of `steps` fifths of a step, so that those who came together do not return together."""
        time.sleep(min(uniform(0, steps * self._step_seconds / 5), self.for_step()))  # noqa: S311 - no secret
