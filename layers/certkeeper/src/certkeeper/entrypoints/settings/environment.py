"""The rows of the table of settings, and how a function reads one from its environment."""

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
    """An environment variable is missing or unusable: the deployment is at fault, not the caller."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(f"the environment variable {name} must be {wanted}")


class Reference:
    """The value of `!Ref name` in the template, within `bounds`.

    A resource, a parameter, or one of AWS's pseudo parameters. With `condition`, the name of one of the template's, it
    is empty where that is false.
    """

    unset = ""
    """The value if the environment variable is missing or empty."""

    def __init__(self, name: str, bounds: Bounds, *, condition: str = "") -> None:
        self.name = name
        self.bounds = bounds
        self.condition = condition


class Parameter(Reference):
    """A parameter of the template. `group` is its heading in the console of CloudFormation.

    The default is the template's; with `optional` a function uses it too if its environment variable is missing.
    """

    def __init__(self, group: str, name: str, default: str, bounds: Bounds, *, optional: bool = False) -> None:
        super().__init__(name, bounds)
        self.group = group
        self.default = default
        self.unset = default if optional else ""


class Row:
    """A row of the table: where a value comes from, and a description for those who choose it."""

    def __init__(self, source: Reference, description: str) -> None:
        self.source = source
        self.description = description


class Setting(Row, Generic[T]):
    """A row that functions read: calling it returns the value of the environment variable, converted by `convert`."""

    def __init__(self, variable: str, convert: Callable[[str], T], source: Reference, description: str) -> None:
        super().__init__(source, description)
        self.variable = variable
        self._convert = convert

    def __call__(self) -> T:
        """Return the value; raise SettingError, which does not repeat it, if it is out of bounds."""
        text = environ.get(self.variable) or self.source.unset
        if not self.source.bounds.allows(text):
            raise SettingError(self.variable, self.source.bounds.wanted)
        return self._convert(text)


def whole_number(text: str) -> int:
    """Return the number in a text without its fraction."""
    return int(float(text))


def seconds(text: str) -> timedelta:
    """Return the duration of a text with a number of seconds."""
    return timedelta(seconds=whole_number(text))


def days(text: str) -> timedelta:
    """Return the duration of a text with a number of days."""
    return timedelta(days=whole_number(text))


def flag(text: str) -> bool:
    """Return whether the text is `true`."""
    return text == "true"


def tags(text: str) -> dict[str, str]:
    """Return the tags of a text, which has `Key=Value` with commas between them; of two with one key the last."""
    return dict(each.split("=") for each in text.split(",") if each)


def addresses(text: str) -> tuple[str, ...]:
    """Return the e-mail addresses of a text, which has commas between them, in lower case and each once."""
    return tuple(dict.fromkeys(address for address in text.lower().split(",") if address))


def descending(text: str) -> tuple[int, ...]:
    """Return the whole numbers of a text, which has commas between them, the largest first and each once.

    A pattern cannot ask a person for that order.
    """
    return tuple(sorted({int(part) for part in text.split(",")}, reverse=True))
