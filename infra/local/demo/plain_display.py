"""Plain lines, each with the seconds since the beginning."""

import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class PlainDisplay:
    """Fulfils `display.Display` for a log or a pipe."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._start = clock()

    def heading(self, title: str) -> None:
        """Print the title of a part."""
        print(f"\n{title}", flush=True)

    def write(self, text: str) -> None:
        """Print one or more lines of text, indented."""
        print(textwrap.indent(text, " " * 11), flush=True)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Yield, and print what was done, and for how many seconds, when it is done: a printed line cannot change."""
        begun = self._clock()
        yield
        self._line(f"{what} ({self._clock() - begun:.1f} s)")

    @contextmanager
    def states(self, expected: int) -> Iterator["PlainDisplay"]:  # noqa: ARG002 - for those who show how far it is
        """Yield the display itself, on which each state is a line, however many are expected."""
        yield self

    def entered(self, name: str, seconds: float) -> None:
        """Print the name of a state and the seconds after which it was entered."""
        self._line(f"+{seconds:5.1f} s  {name}")

    def _line(self, text: str) -> None:
        print(f"{self._clock() - self._start:7.1f} s  {text}", flush=True)
