"""CloudFormation makes resources in an order that works in an account that has none of them."""

import re
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

import pytest

from tests.architecture.deployed import listed
from tests.sam_translation import translated

Resources = Mapping[str, dict[str, Any]]

_IN_TEXT = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")
"""A name in the text of Fn::Sub."""


@pytest.fixture(scope="module")
def resources() -> Resources:
    """The resources of the translated template by logical id: SAM makes more of them than template.yaml names."""
    found: Resources = translated()["Resources"]
    return found


def references(node: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a template
    """Every name that a part of a template refers to, parameters included."""
    if isinstance(node, list):
        for each in node:
            yield from references(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "Ref":
                yield value
            elif key == "Fn::GetAtt":
                yield value[0] if isinstance(value, list) else value.partition(".")[0]
            elif key == "Fn::Sub":
                yield from _IN_TEXT.findall(listed(value)[0])
            yield from references(value)


def waits_for(resources: Resources, name: str) -> set[str]:
    """The resources that must be there before this one is made: its dependencies and its references."""
    resource = resources[name]
    named = {*listed(resource.get("DependsOn", [])), *references(resource.get("Properties", {}))}
    return named & resources.keys()


def types_before(resources: Resources, name: str) -> set[str]:
    """The types of all resources that are made before this one."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = waits_for(resources, waiting.pop()) - found
        found |= new
        waiting.extend(new)
    return {resources[each]["Type"] for each in found}


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        pytest.param(
            "AWS::ApiGateway::Account",
            "AWS::ApiGateway::RestApi",
            id="an account that has never had an API refuses the setting",
        ),
        pytest.param(
            "AWS::ApiGateway::Stage",
            "AWS::ApiGateway::Account",
            id="a stage may write access logs only through the account's role",
        ),
    ],
)
def test_what_api_gateway_wants_first_is_made_first(resources: Resources, later: str, earlier: str) -> None:
    """These rules stand in AWS's documents and in no schema, so no linter and no emulator knows them."""
    names = [name for name, resource in resources.items() if resource["Type"] == later]
    assert names
    assert all(earlier in types_before(resources, name) for name in names)


def test_no_resource_waits_for_itself(resources: Resources) -> None:
    """CloudFormation refuses a template with a circular dependency."""
    TopologicalSorter({name: waits_for(resources, name) for name in resources}).prepare()
