"""The time that one name gets, whatever its servers do."""

from __future__ import annotations

import time
from random import uniform


class Patience:
    """Runs out `seconds` after it was made; no single step gets more than `step_seconds`."""

    def __init__(self, seconds: float, step_seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._step_seconds = step_seconds

    def for_step(self) -> float:
        """Seconds for the next step, more than none. Raises TimeoutError when patience has run out."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, self._step_seconds)

    def pause(self, steps: int) -> None:
        """Sleeps a random part of `steps` fifths of a step: who came together does not come again together."""
        time.sleep(min(uniform(0, steps * self._step_seconds / 5), self.for_step()))  # noqa: S311 - no secret
