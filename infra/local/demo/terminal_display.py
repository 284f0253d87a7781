"""Colours, a spinner while something is done, and a bar for the states."""

import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text


class TerminalDisplay:
    """Fulfils `display.Display` for a terminal."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._console = Console(highlight=False)

    def heading(self, title: str) -> None:
        """Begin a part of the story."""
        self._console.print(f"\n[bold]{escape(title)}[/bold]")

    def write(self, text: str) -> None:
        """Say one or more lines."""
        self._console.print(Text(textwrap.indent(text, "    ")), soft_wrap=True)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """A spinner, then a tick and how long it took."""
        begun = self._clock()
        with self._console.status(escape(what)):
            yield
        self._console.print(f"[green]✓[/green] {escape(what)} [dim]{self._clock() - begun:.1f} s[/dim]")

    @contextmanager
    def states(self, expected: int) -> Iterator["TerminalStates"]:
        """A bar that fills as states are entered; it goes, the lines stay."""
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console, transient=True) as progress:
            yield TerminalStates(progress, progress.add_task("", total=expected))


@dataclass(frozen=True, slots=True)
class TerminalStates:
    """Fulfils `display.States`."""

    progress: Progress
    task: TaskID

    def entered(self, name: str, seconds: float) -> None:
        """A line above the bar, and the bar a bit fuller."""
        self.progress.console.print(f"  [dim]+{seconds:5.1f} s[/dim]  [cyan]{escape(name)}[/cyan]")
        self.progress.update(self.task, advance=1, description=name)
