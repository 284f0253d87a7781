"""Generates docs/reference/command-line.md from the program itself: commands, options, variables, exit statuses."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from certkeeper_cli.errors import FAILURE, INTERRUPTED, NOT_YET, USAGE
from certkeeper_cli.program import NAME, certkeeper
from certkeeper_cli.terminal.passwords import VARIABLE
from tools.generate.reference import page
from tools.generate.reference.markdown import code, codes, prose, sentence, table

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = "cli/src/certkeeper_cli/commands"
INTRODUCTION = f"""\
`{NAME} --help` and `{NAME} COMMAND --help` show the same on the terminal. How to install and use it:
[the command line](../guide/command-line.md)."""
STATUSES = {
    0: "Done",
    FAILURE: "It failed; standard error says why, and what to do next",
    USAGE: "The command was not called as it must be; nothing was done",
    NOT_YET: "It is not done yet, and nothing is wrong: repeat the command later",
    INTERRUPTED: "It was interrupted with Ctrl-C",
}
OTHER_VARIABLES = {
    VARIABLE: "The password of what is uploaded or exported, where `--password-fd` is not given",
    "AWS_PROFILE": "The AWS profile to act as; so do the other variables by which AWS SDKs find credentials",
    "AWS_REGION": "The AWS region, where `--region` is not given",
    "HTTPS_PROXY": "The proxy to the API, except where `NO_PROXY` names its host",
    "NO_COLOR": "Any value: no colours on the terminal",
}
"""Variables that no option stands for."""


def files() -> dict[Path, str]:
    """Return the page by its path."""
    commands = list(all_commands())
    return page(
        "command-line.md",
        "The command line",
        SOURCE,
        INTRODUCTION,
        *(section for path, command in commands for section in _command(path, command)),
        "## Options of every command that calls the API",
        _options(shared_options()),
        "## Environment variables",
        table(("variable", "meaning"), _variables()),
        "## Exit status",
        table(("status", "meaning"), [(str(status), sentence(said)) for status, said in STATUSES.items()]),
    )


def all_commands(
    group: click.Group = certkeeper, path: tuple[str, ...] = (NAME,)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield each command of a group that does something, with the words that it is called by, in their sequence.

    `path` has the words of the group.
    """
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from all_commands(command, (*path, name))
        else:
            yield (*path, name), command


def shared_options() -> list[click.Option]:
    """Return the options that every command has that takes `--url`: they say where the API is, and how to print."""
    calling = [command for _, command in all_commands() if any("--url" in each.opts for each in command.params)]
    names = set.intersection(*({each.name for each in command.params} for command in calling))
    return [each for each in calling[0].params if isinstance(each, click.Option) and each.name in names]


def _command(path: tuple[str, ...], command: click.Command) -> Iterator[str]:
    shared = {each.name for each in shared_options()}
    yield f"## {' '.join(path)}"
    pieces = command.collect_usage_pieces(click.Context(command))
    yield f"```text\n{' '.join((*path, *pieces))}\n```"
    yield "\n\n".join(map(prose, (command.help or "").replace("\b", "").split("\n\n")))
    yield _options([each for each in command.params if isinstance(each, click.Option) and each.name not in shared])


def _options(options: "Sequence[click.Option]") -> str:
    return table(("option", "meaning", "default", "variable"), [_option(each) for each in options])


def _option(option: click.Option) -> tuple[str, str, str, str]:
    names = codes((*option.opts, *option.secondary_opts))
    value = option.make_metavar(click.Context(certkeeper))
    takes = "" if option.is_flag else f" `{value.strip('[]')}`"
    notes = "".join(
        note for note, holds in ((" Required.", option.required), (" May be repeated.", option.multiple)) if holds
    )
    default = code(str(option.default)) if option.show_default else ""
    return (
        f"{names}{takes}",
        sentence(option.help or "") + notes,
        default,
        code(str(option.envvar)) if option.envvar else "",
    )


def _variables() -> list[tuple[str, str]]:
    options = [each for _, command in all_commands() for each in command.params if isinstance(each, click.Option)]
    own = {str(each.envvar): f"The value of `{each.opts[0]}`" for each in options if each.envvar}
    return [(code(name), sentence(said)) for name, said in (own | OTHER_VARIABLES).items()]
