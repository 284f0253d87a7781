"""Bounds of a setting's value, by CloudFormation's kinds of constraints, and whether a text is within them (ADR 84).

Values are checked as texts, which is how CloudFormation takes them from people and Lambda gives them to functions. Each
kind of bounds has `type` (the parameter's type in the template), `wanted` (what a value must be, for an error's text)
and `allows(text)`.
"""

from __future__ import annotations

import re

_NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
"""An integer or a float, as CloudFormation's type Number takes it."""


MAX_CHARACTERS = 4096
"""The longest value of a parameter in bytes, which for ASCII are characters: "Parameters" in
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html."""


class Matching:
    """Texts of at most `longest` characters that a regular expression matches from end to end.

    With `or_empty` the empty text is allowed as well. The expression must mean the same to Python and to Java, with
    which CloudFormation checks it, and must match ASCII only, so that a character is a byte.
    """

    type = "String"

    def __init__(self, pattern: str, wanted: str, longest: int, *, or_empty: bool = False) -> None:
        self.pattern = pattern
        self.longest = longest
        self.wanted = f"{wanted} (at most {longest:,} characters{', or nothing' if or_empty else ''})"
        self.or_empty = or_empty

    def allows(self, text: str) -> bool:
        """Return whether the text is within the bounds; for an empty one the expression is not compiled."""
        if not text:
            return self.or_empty
        return len(text) <= self.longest and re.fullmatch(self.pattern, text, re.ASCII) is not None


class OneOf:
    """A few values, all of them texts or all of them whole numbers."""

    def __init__(self, *values: str | int) -> None:
        self.values = values
        self.type = "Number" if isinstance(values[0], int) else "String"

    @property
    def wanted(self) -> str:
        """The values, with commas between them."""
        return f"one of: {', '.join(map(str, self.values))}"

    def allows(self, text: str) -> bool:
        """Return whether the text is one of the values, digit for digit."""
        return text in map(str, self.values)


class Within:
    """A number from `minimum` to `maximum`. A fraction or an exponent is allowed: CloudFormation takes 1.5 and 3E+2."""

    type = "Number"

    def __init__(self, minimum: int, maximum: int) -> None:
        self.minimum = minimum
        self.maximum = maximum

    @property
    def wanted(self) -> str:
        """The smallest and the largest number."""
        return f"a number from {self.minimum} to {self.maximum}"

    def allows(self, text: str) -> bool:
        """Return whether the text is a number within the bounds; a long one costs no more than its conversion."""
        return bool(re.fullmatch(_NUMBER, text, re.ASCII)) and self.minimum <= float(text) <= self.maximum


Bounds = Matching | OneOf | Within
