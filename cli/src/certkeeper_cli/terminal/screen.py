"""Standard output and standard error as a person or a program reads them."""

import json
import os
import re
import sys
from collections.abc import Iterable
from typing import TextIO

import click
from rich.console import Console, RenderableType
from rich.text import Text

from certkeeper_cli.errors import CommandError
from certkeeper_cli.terminal.escaping import visible

_BLANKS = re.compile(r" +$", re.MULTILINE)
UNBOUNDED_COLUMNS = 100_000
"""Programs read whole lines, so what is not on a terminal is never wrapped."""


def console(stream: TextIO) -> Console:
    """Return a console on the stream, with colours only on a terminal and where NO_COLOR (no-color.org) is not set."""
    on_terminal = stream.isatty()
    return Console(
        file=stream,
        force_terminal=on_terminal,
        color_system="auto" if on_terminal and not os.environ.get("NO_COLOR") else None,
        width=None if on_terminal else UNBOUNDED_COLUMNS,
        highlight=False,
        markup=False,
        emoji=False,
    )


def show(blocks: Iterable[RenderableType]) -> None:
    """Print the blocks on standard output."""
    _show(blocks, sys.stdout)


def show_beside(blocks: Iterable[RenderableType]) -> None:
    """Print blocks that are not part of the result on standard error."""
    _show(blocks, sys.stderr)


def _show(blocks: Iterable[RenderableType], stream: TextIO) -> None:
    to = console(stream)
    with to.capture() as captured:
        for block in blocks:
            to.print(block)
    text = captured.get()
    plain = text if to.is_terminal else _BLANKS.sub("", text)
    stream.writelines(plain.splitlines(keepends=True))


def print_note(text: str) -> None:
    """Print a text that is not part of the result on standard error."""
    console(sys.stderr).print(Text(visible(text)), soft_wrap=True)


def print_json(document: object) -> None:
    """Print a document on standard output, as JSON in ASCII: no terminal obeys anything in it."""
    click.echo(json.dumps(document, indent=2))


def print_error(error: CommandError) -> None:
    """Print an error on standard error: one line, or one for each detail, with the advice last."""
    to = console(sys.stderr)
    advice = visible(error.advice)
    first = Text.assemble(("certkeeper: ", "bold red"), visible(error))
    if advice and not error.details:
        first.append(f"; {advice}")
    to.print(first, soft_wrap=True)
    for detail in error.details:
        to.print(Text(f"  {visible(detail)}"), soft_wrap=True)
    if advice and error.details:
        to.print(Text(f"  next: {advice}", style="bold"), soft_wrap=True)
