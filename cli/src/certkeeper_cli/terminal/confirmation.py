"""Ask a person to confirm what is hard to undo."""

import sys

import click

from certkeeper_cli.errors import UsageError
from certkeeper_cli.terminal.escaping import visible


def confirm(consequence: str, *, yes: bool, otherwise: str = "add --yes to confirm it") -> None:
    """Ask whether to go on, after saying the consequence; with `yes`, do not ask.

    Raise UsageError where the answer is no, and where there is no terminal to ask on: its advice is how to confirm it
    `otherwise`.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"{consequence} There is no terminal to ask on", otherwise)
    if not click.confirm(f"{visible(consequence)} Go on?", err=True):
        raise UsageError("nothing was done", f"{otherwise}, or answer y")
