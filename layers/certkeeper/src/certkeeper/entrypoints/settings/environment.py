"""What a row of the table of settings consists of, and how one is read from the environment."""

from __future__ import annotations

from datetime import timedelta
from os import environ
from typing import TYPE_CHECKING, Generic, TypeVar

from certkeeper.domain.errors import CertkeeperError

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.entrypoints.settings.bounds import Bounds

T = TypeVar("T")


class SettingError(CertkeeperError):
    """An environment variable is missing or cannot be used: the deployment is at fault, not the caller."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(f"the environment variable {name} must be {wanted}")


class Reference:
    """What `!Ref name` gives in the template, within `bounds`: of a resource, a parameter, or one of AWS's own."""

    unset = ""
    """What is read where the environment variable is missing or empty."""

    def __init__(self, name: str, bounds: Bounds) -> None:
        self.name = name
        self.bounds = bounds


class Parameter(Reference):
    """A parameter of the template. `group` is the heading that it stands under in the console of CloudFormation.

    The default is the template's; `optional` has a function take it too where its environment variable is missing.
    """

    def __init__(self, group: str, name: str, default: str, bounds: Bounds, *, optional: bool = False) -> None:
        super().__init__(name, bounds)
        self.group = group
        self.default = default
        self.unset = default if optional else ""


class Row:
    """A row of the table: where a value comes from, and a sentence about it for whoever chooses it."""

    def __init__(self, source: Reference, description: str) -> None:
        self.source = source
        self.description = description


class Setting(Row, Generic[T]):
    """A row that functions read: calling it gives the value of the environment variable, as `convert` makes it."""

    def __init__(self, variable: str, convert: Callable[[str], T], source: Reference, description: str) -> None:
        super().__init__(source, description)
        self.variable = variable
        self._convert = convert

    def __call__(self) -> T:
        """The value. Raises SettingError, which does not repeat what the variable has, where that is out of bounds."""
        text = environ.get(self.variable) or self.source.unset
        if not self.source.bounds.allows(text):
            raise SettingError(self.variable, self.source.bounds.wanted)
        return self._convert(text)


def whole_number(text: str) -> int:
    """The number without its fraction."""
    return int(float(text))


def seconds(text: str) -> timedelta:
    """A duration of whole seconds."""
    return timedelta(seconds=whole_number(text))


def days(text: str) -> timedelta:
    """A duration of whole days."""
    return timedelta(days=whole_number(text))


def flag(text: str) -> bool:
    """True for `true`."""
    return text == "true"


def descending(text: str) -> tuple[int, ...]:
    """Whole numbers between commas, the largest first and each once: no pattern can ask a person for that."""
    return tuple(sorted({int(part) for part in text.split(",")}, reverse=True))
