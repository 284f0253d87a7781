"""Asking a person for parameters, on a terminal or through a pipe."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from textwrap import fill, indent

import click

from infra.deploy.parameters import Parameter
from infra.deploy.refusal import DeploymentRefused

WIDTH = 100
"""Characters of a line of a description."""

Prompt = Callable[[str], str]
"""Shows a text and returns the line that was typed; raises EOFError where there is none any more."""


def ask(parameters: Iterable[Parameter], prompt: Prompt) -> dict[str, str]:
    """Ask for each of the parameters with `prompt`, and return the answers by name.

    An empty line takes the default, and a value that is not allowed is asked for again. Raises DeploymentRefused where
    the input ends too early.
    """
    return {parameter.name: _ask(parameter, prompt) for parameter in parameters}


def _ask(parameter: Parameter, prompt: Prompt) -> str:
    click.echo(f"\n{indent(fill(parameter.description, WIDTH, break_on_hyphens=False), '  ')}")
    while True:
        try:
            answer = prompt(f"{parameter.name} [{parameter.default}]: ").strip() or parameter.default
        except EOFError:
            raise DeploymentRefused(
                f"The input ended before {parameter.name} was answered. Answer it, or give its value with SET=."
            ) from None
        if not (violation := parameter.violation(answer)):
            return answer
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

    `parameters` say which of them are secret: those are not shown, and of a value with several lines only its size is.
    """
    for name, value in values.items():
        secret, old = parameters[name].is_secret, (before or {}).get(name, value)
        change = "" if old == value else f" (it was {_shown(old, secret=secret)})"
        click.echo(f"  {name} = {_shown(value, secret=secret)}{change}")


def _shown(value: str, *, secret: bool) -> str:
    if secret:
        return "(not shown)"
    return value if value.isprintable() else f"({len(value)} characters in {len(value.splitlines())} lines)"
