"""Ask a person to confirm what is hard to undo."""

import sys

import click

from certkeeper_cli.errors import UsageError
from certkeeper_cli.terminal.escaping import visible


def confirm(consequence: str, *, yes: bool) -> None:
    """Ask whether to go on, unless `yes`. Raises UsageTrouble for a no, and without a terminal to ask on."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"{consequence} There is no terminal to ask on", "add --yes if you mean it")
    if not click.confirm(f"{visible(consequence)} Go on?", err=True):
        raise UsageError("nothing was done", "add --yes, or answer y")
