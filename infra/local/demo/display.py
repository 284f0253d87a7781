"""What shows the demonstration: progress on a terminal, plain lines elsewhere."""

import sys
import time
from contextlib import AbstractContextManager
from typing import Protocol

from infra.local.demo.plain_display import PlainDisplay
from infra.local.demo.terminal_display import TerminalDisplay


class States(Protocol):
    """What the states of an execution are shown on as they are entered."""

    def entered(self, name: str, seconds: float) -> None:
        """Show the name of a state that was entered `seconds` after the execution began."""


class Display(Protocol):
    """What the steps of the demonstration are shown on."""

    def heading(self, title: str) -> None:
        """Begin a part, under a title."""

    def write(self, text: str) -> None:
        """Show one or more lines of text."""

    def step(self, what: str) -> AbstractContextManager[None]:
        """Return a context in which something is done: it shows what, and for how many seconds."""

    def states(self, expected: int) -> AbstractContextManager[States]:
        """Return a context in which the states of an execution are shown; about `expected` of them will be entered."""


def choose_display() -> Display:
    """Return the display that fits standard output: a terminal, or a file or pipe."""
    if sys.stdout.isatty():
        return TerminalDisplay(time.monotonic)
    return PlainDisplay(time.monotonic)
