"""All commands as the program knows them, each called as it must be: a new one is among them by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

import click

from certkeeper_cli.commands.parameter_types import Days, Pattern
from certkeeper_cli.program import certkeeper

AN_ID = "01989d2c-0000-7000-8000-000000000001"
BESIDES: dict[str, tuple[str, ...]] = {
    "upload": ("--pfx", "brought.pfx"),
    "update": ("--name", "another"),
    "rollback": ("--version", "1"),
    "scopes update": ("--domain", "another.test"),
    "export": ("--to", "exports"),
    "console": ("--no-browser",),
}
"""What a command needs that its options alone do not say."""

SPEAKS_TO_NOBODY = frozenset({"completion"})


@dataclass(frozen=True)
class Known:
    """One command: the words that call it, and what it must be given."""

    words: tuple[str, ...]
    command: click.Command

    @property
    def name(self) -> str:
        """As a person types it."""
        return " ".join(self.words)

    @property
    def talks(self) -> bool:
        """Whether it calls the API."""
        return any(parameter.name == "url" for parameter in self.command.params)

    @property
    def has_scope(self) -> bool:
        """Whether it has the option --scope."""
        return any(parameter.name == "scope" for parameter in self.command.params)

    def call(self) -> list[str]:
        """The shortest call that is as it must be."""
        words = [*self.words, *BESIDES.get(self.name, ())]
        for parameter in self.command.params:
            if isinstance(parameter, click.Option):
                if parameter.required:
                    words += [parameter.opts[0], example(parameter)]
                elif parameter.name == "yes":
                    words.append("--yes")
            elif parameter.required:
                words.append(example(parameter))
        return words

    def incomplete(self) -> list[str]:
        """A call without anything that it must be given."""
        return list(self.words)

    @property
    def needs_something(self) -> bool:
        """Whether `incomplete` is a usage error."""
        return any(parameter.required for parameter in self.command.params)


def example(parameter: click.Parameter) -> str:
    """A value that the parameter takes."""
    match parameter.type:
        case click.Choice() as choice:
            return str(choice.choices[0])
        case Pattern(name="scope"):
            return "shop"
        case Days():
            return "14,7"
        case _ if parameter.name in {"certificate", "order"}:
            return AN_ID
        case _:
            return "www.shop.example"


def commands(group: click.Group = certkeeper, words: tuple[str, ...] = ()) -> Iterator[Known]:
    """All commands below a group."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))
        else:
            yield Known((*words, name), command)


ALL = tuple(commands())
TALKING = tuple(known for known in ALL if known.talks)
