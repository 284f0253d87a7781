"""A time limit for one piece of work on the network, whatever other people's servers do."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from random import uniform

Monotonic = Callable[[], float]
"""Seconds on a clock that is never set back."""


class Deadline:
    """A countdown of `seconds` that starts when it is made; no single step gets more than `step_seconds`."""

    def __init__(
        self, seconds: float, step_seconds: float = math.inf, *, monotonic: Monotonic = time.monotonic
    ) -> None:
        self.seconds = seconds
        self._step_seconds = step_seconds
        self._monotonic = monotonic
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, always more than 0; raise TimeoutError when they are used up."""
        left = self._end - self._monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def for_step(self) -> float:
        """Return the seconds that the next step may take, always more than 0.

        Raises TimeoutError when the time is used up.
        """
        return min(self.left(), self._step_seconds)

    def pause(self, steps: int) -> None:
        """Sleep for a random part of `steps` fifths of a step.

        Clients that came together must not return together. Raises TimeoutError when the time is used up.
        """
        time.sleep(min(uniform(0, steps * self._step_seconds / 5), self.for_step()))  # noqa: S311 - no secret
