"""The files that are generated from the table of settings say what the table says."""

from __future__ import annotations

import pytest
import yaml

from certkeeper.entrypoints import settings
from certkeeper.entrypoints.settings import patterns
from certkeeper.entrypoints.settings.bounds import OneOf
from certkeeper.entrypoints.settings.environment import Parameter
from infra.local.deployment.template import Sub
from tests.architecture.deployed import template
from tests.environment import SETTINGS
from tools.generate.settings import PAGE, files, sections, template_value

PARAMETERS = [row for row in settings.rows() if isinstance(row.source, Parameter)]


def test_the_block_is_what_the_template_has() -> None:
    """Type, default, bounds and description of each parameter, the groups of the console, and intervals in seconds."""
    block = yaml.safe_load(sections())
    assert block == {name: template()[name] for name in ("Metadata", "Parameters", "Mappings")}


def test_each_interval_of_sweeps_has_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """CloudFormation cannot multiply, and the alarm's period is in seconds."""
    monkeypatch.setattr(patterns, "SWEEP_INTERVALS", OneOf("2", "60"))
    seconds = {"2": {"Seconds": 120}, "60": {"Seconds": 3600}}
    assert yaml.safe_load(sections())["Mappings"]["SweepIntervals"] == seconds


def test_each_first_pause_has_the_longest_that_it_grows_to() -> None:
    """A short one to what is set, a long one to four times itself."""
    pauses = yaml.safe_load(sections())["Mappings"]["MaxPauses"]
    assert pauses["5"] == {"Poll": 60, "Propagation": 120}
    assert pauses["300"] == {"Poll": 1200, "Propagation": 1200}


def test_texts_that_yaml_would_read_as_something_else_are_quoted() -> None:
    """`off` is false to YAML, `60` a number, `14,7,3,1` a number to some."""
    text = sections()
    assert "AllowedValues: [set-up, existing, 'off']" in text
    assert "Default: '60'" in text
    assert "Default: '14,7,3,1'" in text
    assert "Default: 300" in text


def test_only_patterns_make_long_lines() -> None:
    """People read it."""
    long = [line for line in sections().splitlines() if len(line) > 120]
    assert {line.split(":")[0].strip() for line in long} <= {"AllowedPattern", "AllowedValues"}


def test_a_variable_has_what_its_row_refers_to() -> None:
    """A resource, one of CloudFormation's own, and a parameter."""
    assert template_value("TABLE_NAME") == Sub("${Table}")
    assert template_value("STACK_ID") == Sub("${AWS::StackId}")
    assert template_value("ACME_CONTACT") == Sub("${AcmeContact}")
    with pytest.raises(KeyError):
        template_value("HOME")


def test_a_variable_of_a_resource_that_may_not_be_made_is_empty_then() -> None:
    """A reference to what a condition leaves out would be refused by CloudFormation."""
    wanted = {"Fn::If": ["HasDirectoryRoots", Sub("${DirectoryRoots}"), ""]}
    assert template_value("ACME_ROOT_PARAMETER") == wanted
    assert template()["Resources"]["DirectoryRoots"]["Condition"] == "HasDirectoryRoots"


def test_the_page_has_one_line_for_each_parameter_and_names_every_variable() -> None:
    """With its default, its bounds and its sentence."""
    lines = files()[PAGE].splitlines()
    for row in PARAMETERS:
        (line,) = (line for line in lines if line.startswith(f"| `{row.source.name}` |"))
        assert row.description in line
        assert row.source.bounds.wanted in line
        assert isinstance(row.source, Parameter)
        assert f"`{row.source.default}`" in line or not row.source.default
    assert all(sum(f"`{variable}`" in line for line in lines) == 1 for variable in SETTINGS)


def test_the_page_says_which_functions_read_a_variable() -> None:
    """By name and with commas; what is no parameter stands in the last table."""
    text = files()[PAGE]
    assert (
        "| `DELEGATION_ZONE` | `delete_scope`, `get_scope`, `list_scopes`, `place_order`, `put_scope`, `update_scope` |"
        in text
    )
    last = text.rpartition("\n## ")[2]
    assert last.startswith("Other environment variables")
    says = "The DynamoDB table: the stack's own, or ExistingTableName."
    assert (
        f"| `!Ref Table` | {says} | the name of a DynamoDB table (at most 255 characters) | none | `TABLE_NAME` | all |"
        in last
    )


def test_no_cell_of_the_page_breaks_its_table() -> None:
    """A bar in a sentence would begin another column."""
    rows = [line for line in files()[PAGE].splitlines() if line.startswith("|")]
    assert {line.count("|") for line in rows} == {7}
