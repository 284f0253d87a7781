"""Waiting for a bounded time, with a line that says what for."""

import time
from collections.abc import Callable
from dataclasses import dataclass

LINE_SECONDS = 15.0
"""How often a line says that something is waited for."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time: `now` in seconds from any beginning, and `pause`, which waits for seconds."""

    now: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep


class Wait:
    """A wait of at most `seconds`."""

    def __init__(self, clock: Clock, seconds: float, say: Callable[[str], None], every: float) -> None:
        """Begin now. `say` prints a line, `every` is the pause between two checks in seconds."""
        self._clock, self._say, self._every = clock, say, every
        self._end = clock.now() + seconds
        self._next_line = clock.now()

    def over(self) -> bool:
        """Return whether the time is up."""
        return self._clock.now() >= self._end

    def pause(self, purpose: str) -> None:
        """Wait until the next check, and say now and then the purpose of the wait, and its seconds at the most."""
        now = self._clock.now()
        if now >= self._next_line:
            self._say(f"Waiting for {purpose}, for {max(self._end - now, 0):.0f} s at the most.")
            self._next_line = now + LINE_SECONDS
        self._clock.pause(self._every)
