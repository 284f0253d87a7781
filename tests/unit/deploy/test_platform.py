"""Layers and functions are for the same runtime and processor, which an update does not change by itself."""

import json
from pathlib import Path

import pytest

from infra.deploy.build import restrict
from infra.deploy.parameters import parameters_of
from infra.deploy.platform import Platform, choose_platform
from infra.deploy.refusal import DeploymentRefused
from infra.local.deployment.template import read_template
from tests.architecture.deployed import template

PARAMETERS = parameters_of(template())
DEFAULT = Platform(PARAMETERS["Runtime"].default, PARAMETERS["Architecture"].default)
OTHER = Platform("python3.12", "x86_64")


def test_what_is_said_counts_most_then_the_stack_then_the_template() -> None:
    """For each of the two alone."""
    assert choose_platform(PARAMETERS, {}, {}) == DEFAULT
    assert choose_platform(PARAMETERS, {}, OTHER.parameters) == OTHER
    assert choose_platform(PARAMETERS, {"Runtime": "python3.13"}, OTHER.parameters) == Platform("python3.13", "x86_64")
    assert (
        choose_platform(PARAMETERS, {"Runtime": None, "Architecture": "arm64"}, OTHER.parameters).architecture
        == "arm64"
    )


def test_a_stack_on_a_runtime_that_is_no_longer_offered_gets_the_default() -> None:
    """Nothing could be built for it."""
    assert choose_platform(PARAMETERS, {}, {"Runtime": "python3.8"}).runtime == DEFAULT.runtime


def test_a_runtime_that_is_not_offered_is_refused() -> None:
    """With those that are."""
    with pytest.raises(DeploymentRefused, match=r"RUNTIME must be one of: python3\.11, python3\.12, python3\.13"):
        choose_platform(PARAMETERS, {"Runtime": "python3.8"}, {})


def test_a_built_template_takes_what_it_was_built_for_and_nothing_else(tmp_path: Path) -> None:
    """Neither a flag nor a previous value can put other functions over these layers; all else is as it was."""
    built = tmp_path / "template.yaml"
    built.write_text(json.dumps(template()), encoding="utf-8")
    restrict(built, OTHER)
    restricted = read_template(built)
    for name, value in OTHER.parameters.items():
        assert restricted["Parameters"][name].pop("Default") == value
        assert restricted["Parameters"][name].pop("AllowedValues") == [value]
    expected = json.loads(json.dumps(template()))
    for name in OTHER.parameters:
        del expected["Parameters"][name]["Default"], expected["Parameters"][name]["AllowedValues"]
    assert restricted == expected
