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
        """Print the title of a part in bold."""
        self._console.print(f"\n[bold]{escape(title)}[/bold]")

    def write(self, text: str) -> None:
        """Print one or more lines of text, indented."""
        self._console.print(Text(textwrap.indent(text, "    ")), soft_wrap=True)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Show a spinner beside what is done, yield, and then print a tick and the seconds that it took."""
        begun = self._clock()
        with self._console.status(escape(what)):
            yield
        self._console.print(f"[green]✓[/green] {escape(what)} [dim]{self._clock() - begun:.1f} s[/dim]")

    @contextmanager
    def states(self, expected: int) -> Iterator["TerminalStates"]:
        """Yield a bar that fills as the expected states are entered; at the end the bar goes and the lines stay."""
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console, transient=True) as progress:
            yield TerminalStates(progress, progress.add_task("", total=expected))


@dataclass(frozen=True, slots=True)
class TerminalStates:
    """Fulfils `display.States`."""

    progress: Progress
    task: TaskID

    def entered(self, name: str, seconds: float) -> None:
        """Print the name of a state and the seconds after which it was entered, and advance the bar."""
        self.progress.console.print(f"  [dim]+{seconds:5.1f} s[/dim]  [cyan]{escape(name)}[/cyan]")
        self.progress.update(self.task, advance=1, description=name)
