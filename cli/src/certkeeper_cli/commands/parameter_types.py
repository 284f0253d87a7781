"""Types of options and arguments: which values are valid, and the errors for those that are not."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import click

from certkeeper_cli.api.paths import SCOPE_NAME
from certkeeper_cli.words import DEFAULT_NOTICE_DAYS, IDEMPOTENCY_KEY_PATTERN

EXAMPLE_DAYS = ",".join(map(str, DEFAULT_NOTICE_DAYS))
"""Thresholds as they are typed."""


class Pattern(click.ParamType[str]):
    """A text that matches a pattern as a whole: it becomes part of a path or a header."""

    def __init__(self, name: str, pattern: re.Pattern[str], wanted: str) -> None:
        self.name = name
        self._pattern = pattern
        self._wanted = wanted

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - click's
        """Return the value as it is. A usage error names the parameter (`param` and `ctx` are click's) otherwise."""
        if not self._pattern.fullmatch(value):
            self.fail(self._wanted, param, ctx)
        return str(value)


class Days(click.ParamType[list[int]]):
    """Days before the end of a certificate, with commas between them, as EXAMPLE_DAYS."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[int]:  # noqa: ANN401 - click's
        """Return the days of a value as numbers. A usage error names the parameter (`param` and `ctx` are click's)."""
        if isinstance(value, list):
            return value
        if not re.fullmatch(r"[0-9]{1,3}(,[0-9]{1,3})*", value):
            self.fail(f"give days with commas between them, as {EXAMPLE_DAYS}", param, ctx)
        return [int(day) for day in value.split(",")]


SCOPE = Pattern("scope", SCOPE_NAME, "a scope's name has a-z, 0-9 and hyphens within")
REGION = Pattern("region", re.compile(r"[a-z0-9-]{1,64}"), "a region's name is like eu-west-1")
ETAG = Pattern("etag", re.compile(r'\*|"?[!#-~]{1,100}"?'), "an ETag is what the API has shown, as 7")
KEY = Pattern("key", re.compile(IDEMPOTENCY_KEY_PATTERN), "1 to 128 printable ASCII characters")


def quoted(tag: str) -> str:
    """Return an entity tag in quotes, as the header If-Match has it (RFC 9110 section 8.8.3); shells remove them."""
    return tag if tag == "*" or tag.startswith('"') else f'"{tag}"'


def one_of(words: Iterable[str]) -> click.Choice[str]:
    """Return the type of an option that takes one of the API's words."""
    return click.Choice([str(word) for word in words])


def explained(sentence: str, hints: Mapping[Any, str]) -> str:
    """Return the help of an option with one of the API's words: a sentence, then the hints, one for each word."""
    return f"{sentence} {'; '.join(f'{word}: {hint}' for word, hint in hints.items())}."
