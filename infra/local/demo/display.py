"""How the demonstration is told: with progress on a terminal, in plain lines elsewhere."""

import sys
import time
from contextlib import AbstractContextManager
from typing import Protocol

from infra.local.demo.plain_display import PlainDisplay
from infra.local.demo.terminal_display import TerminalDisplay


class States(Protocol):
    """Where the states of the machine are shown as they are entered."""

    def entered(self, name: str, seconds: float) -> None:
        """A state was entered `seconds` after the execution began."""


class Display(Protocol):
    """What the story needs to be told."""

    def heading(self, title: str) -> None:
        """Begin a part of the story."""

    def write(self, text: str) -> None:
        """Say one or more lines."""

    def step(self, what: str) -> AbstractContextManager[None]:
        """Something that takes a while; says how long when it is done."""

    def states(self, expected: int) -> AbstractContextManager[States]:
        """An execution that will enter about so many states."""


def choose_display() -> Display:
    """The display that fits standard output."""
    if sys.stdout.isatty():
        return TerminalDisplay(time.monotonic)
    return PlainDisplay(time.monotonic)
