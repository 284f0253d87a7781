"""Asking a person for parameters, on a terminal or through a pipe."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from textwrap import fill, indent

import click

from infra.deploy.parameters import Parameter
from infra.deploy.refusal import DeploymentRefused
from infra.deploy.values import ROOTS, read_value

WIDTH = 100
"""Characters of a line of a description."""

Prompt = Callable[[str], str]
"""Shows a text and returns the line that was typed; raises EOFError where there is none any more."""


def ask(parameters: Iterable[Parameter], prompt: Prompt, folder: Path) -> dict[str, str]:
    """Ask for each of the parameters with `prompt`, and return the answers by name.

    An empty line takes the default, `@file` the content of a file below `folder`, and a value that is not allowed is
    asked for again. Raises DeploymentRefused where the input ends too early.
    """
    return {parameter.name: _ask(parameter, prompt, folder) for parameter in parameters}


def _ask(parameter: Parameter, prompt: Prompt, folder: Path) -> str:
    click.echo(f"\n{indent(fill(parameter.description, WIDTH, break_on_hyphens=False), '  ')}")
    while True:
        try:
            answer = prompt(f"{parameter.name} [{parameter.default}]: ").strip() or parameter.default
        except EOFError:
            raise DeploymentRefused(
                f"The input ended before {parameter.name} was answered. Answer it, or give its value with SET=."
            ) from None
        try:
            value = read_value(parameter.name, answer, folder)
        except DeploymentRefused as reason:
            click.echo(f"  {reason}")
            continue
        if not (violation := parameter.violation(value)):
            return value
        click.echo(f"  That value is not allowed: it {violation}.")


def read_line(prompt: str) -> str:
    """Show the prompt and return a line of standard input; raise EOFError at its end.

    From a pipe it takes a byte at a time and never more than the line: sam, which runs afterwards, reads the next one.
    """
    if sys.stdin.isatty():
        return input(prompt)
    click.echo(prompt, nl=False)
    line = bytearray()
    while (byte := os.read(sys.stdin.fileno(), 1)) != b"\n":
        if not byte and not line:
            raise EOFError
        if not byte:
            break
        line += byte
    click.echo()
    return line.decode(errors="replace")


def show(
    values: Mapping[str, str], parameters: Mapping[str, Parameter], *, before: Mapping[str, str] | None = None
) -> None:
    """Print values by name, a line each, and what they were `before`.

    `parameters` say which of them are secret: those are not shown, and of certificates and a value with several lines
    only the size is.
    """
    for name, value in values.items():
        secret, old = parameters[name].is_secret, (before or {}).get(name, value)
        change = "" if old == value else f" (it was {_shown(name, old, secret=secret)})"
        click.echo(f"  {name} = {_shown(name, value, secret=secret)}{change}")


def _shown(name: str, value: str, *, secret: bool) -> str:
    if secret:
        return "(not shown)"
    if name == ROOTS and value.isprintable() and value:
        return f"({len(value)} characters)"
    return value if value.isprintable() else f"({len(value)} characters in {len(value.splitlines())} lines)"
