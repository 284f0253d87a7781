"""Quotas that are met in an account only: sizes and counts, and the environment of functions at its longest."""

from __future__ import annotations

import json

import pytest

from certkeeper.entrypoints import settings
from certkeeper.entrypoints.settings.bounds import MAX_CHARACTERS, Matching, OneOf
from certkeeper.entrypoints.settings.environment import Setting
from tests.architecture.deployed import Function, functions
from tests.sam_translation import translated

TEMPLATE = translated()
PARAMETERS = TEMPLATE["Parameters"]
MAX_ENVIRONMENT = 4_096
"""Bytes of all variables of a function, "Lambda quotas":
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. Lambda measures them as JSON, names included:
its error has the measured text (https://github.com/github-aws-runners/terraform-aws-github-runner/issues/3594)."""

MAX_NUMBER = 24
"""Characters of a number, far more than anybody writes: CloudFormation has no longest length for its type Number."""

SETTINGS = {row.variable: row for row in settings.rows() if isinstance(row, Setting)}


def longest(variable: str, value: object) -> str:
    """The longest value of a variable: its text in the template, or as many characters as its bounds allow."""
    if isinstance(value, str):
        return value
    bounds = SETTINGS[variable].source.bounds
    if isinstance(bounds, Matching):
        return "x" * bounds.longest
    return "x" * (max(len(str(each)) for each in bounds.values) if isinstance(bounds, OneOf) else MAX_NUMBER)


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.operation)
def test_the_environment_fits_with_the_longest_parameters(function: Function) -> None:
    """Else a stack fails in the middle, with an error that names a function and no parameter."""
    variables = {name: longest(name, value) for name, value in function.environment.items()}
    assert len(json.dumps(variables, separators=(",", ":"))) <= MAX_ENVIRONMENT


def test_no_character_of_a_variable_is_longer_as_json() -> None:
    """A quote or a backslash would count twice above."""
    for variable, row in SETTINGS.items():
        if isinstance(row.source.bounds, Matching):
            for text in ('"', "\\", "\n", "ü"):
                allowed = [row.source.bounds.allows(each) for each in _with(text, variable)]
                assert not any(allowed), (variable, text)


def _with(character: str, variable: str) -> list[str]:
    """Usual values of a variable with a character in them."""
    usual = {"ACME_DIRECTORY_URL": "https://ca.example/d", "UNFINISHED_QUEUE_URL": "https://sqs.example/q"}
    text = usual.get(variable, "a")
    return [f"{text}{character}", f"{text}{character}{text}", character]


def test_every_text_has_a_longest_length_that_cloudformation_takes() -> None:
    """The quota is in bytes, and the patterns take ASCII only."""
    texts = {
        name: each for name, each in PARAMETERS.items() if each["Type"] == "String" and "AllowedValues" not in each
    }
    assert texts
    assert all(each["MaxLength"] <= MAX_CHARACTERS for each in texts.values())


@pytest.mark.parametrize(
    ("section", "most"),
    [("Resources", 500), ("Parameters", 200), ("Outputs", 200), ("Mappings", 200)],
)
def test_the_counts_are_within_cloudformations_quotas(section: str, most: int) -> None:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html."""
    assert 0 < len(TEMPLATE[section]) <= most


def test_the_texts_are_within_cloudformations_quotas() -> None:
    """In bytes: the template as it is sent 1 MB, its description 1,024, that of a parameter 4,000, names 255."""
    assert len(json.dumps(TEMPLATE)) <= 1_000_000
    assert len(TEMPLATE["Description"].encode()) <= 1_024
    assert all(len(each["Description"].encode()) <= 4_000 for each in PARAMETERS.values())
    assert all(len(name) <= 255 for section in ("Parameters", "Outputs") for name in TEMPLATE[section])
