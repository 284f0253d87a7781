"""Reading and checking environment variables. An error names the variable and what it must be, never what it is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from os import environ
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertkeeperError

if TYPE_CHECKING:
    import re

MOST_SECONDS = 90 * 86_400
"""Longer than any order lives."""
LAST_PORT = 65_535
MOST_DIGITS = 9
MOST_CHARACTERS = 64
"""No number that anybody writes has more."""


class SettingError(CertkeeperError):
    """An environment variable is missing or cannot be used: the deployment is at fault, not the caller."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(f"the environment variable {name} must be {wanted}")


def optional(name: str) -> str:
    """The text, or an empty one."""
    return environ.get(name, "")


def matching(name: str, form: re.Pattern[str], wanted: str) -> str:
    """A text that has to be there and of this form."""
    text = optional(name)
    if not form.fullmatch(text):
        raise SettingError(name, wanted)
    return text


def seconds(name: str) -> timedelta:
    """A duration, at least a second."""
    return timedelta(seconds=_whole(name, optional(name), MOST_SECONDS))


def days(name: str, least: int, most: int) -> timedelta:
    """A number of days within bounds."""
    return timedelta(days=_whole(name, optional(name), most, least))


def port(name: str, otherwise: int) -> int:
    """A TCP port (RFC 6335: 16 bits)."""
    return _whole(name, optional(name) or str(otherwise), LAST_PORT)


def count(name: str, most: int) -> int:
    """A whole number from 1 to `most`."""
    return _whole(name, optional(name), most)


def numbers(name: str) -> tuple[int, ...]:
    """Whole numbers between commas, at least one; whether they make sense together is for others to say."""
    parts = [part.strip() for part in optional(name).split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS for part in parts):
        raise SettingError(name, "whole numbers with commas between them, such as 14,7,3,1")
    return tuple(map(int, parts))


def flag(name: str) -> bool:
    """`true` or `false`; false where it is not set."""
    text = optional(name) or "false"
    if text not in {"true", "false"}:
        raise SettingError(name, "true or false")
    return text == "true"


def _whole(name: str, text: str, most: int, least: int = 1) -> int:
    """A fraction is left off: CloudFormation takes 1.5 and 3E+2 for a number."""
    try:
        within = len(text) <= MOST_CHARACTERS and least <= Decimal(text) <= most
    except InvalidOperation:
        within = False
    if not within:
        raise SettingError(name, f"a whole number from {least} to {most}")
    return int(Decimal(text))
