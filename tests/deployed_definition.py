"""The definitions of the state machines as they run: with what CloudFormation puts in the place of each `${...}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from infra.bootstrap.environments import ROOT
from tests.architecture.deployed import MACHINE, functions, resources, template

Definition = dict[str, Any]

ISSUANCE, NOTICES = "IssuanceMachine", "NoticeMachine"
_ARN = "arn:aws:{}:us-east-1:123456789012:{}"
PHYSICAL = {
    "AWS::Partition": "aws",
    "Table": "certkeeper",
    "Notices": _ARN.format("sns", "certkeeper-Notices-1A"),
}
"""What the resources and the partition that a definition names are called, in a stack `certkeeper`."""
CONDITIONS = {"MakesTable"}
"""The conditions that hold in such a stack, of those that its machines' definitions depend on."""
_FUNCTION = _ARN.format("lambda", "function:certkeeper-")


@cache
def deployed_definition(machine: str = ISSUANCE, **parameters: str) -> Definition:
    """The definition of a machine in a stack with these parameters; any other has its default."""
    properties = resources(MACHINE)[machine]
    text = (ROOT / properties["DefinitionUri"]).read_text(encoding="utf-8")
    values = properties["DefinitionSubstitutions"]
    filled = re.sub(r"\$\{(\w+)\}", lambda found: _value(values[found[1]], parameters), text)
    definition: Definition = yaml.safe_load(filled)
    return definition


def parameters_of(machine: str) -> dict[str, tuple[str, ...]]:
    """The parameters that a machine's definition depends on, each with all values that a deployment takes.

    Raises KeyError for one that is no list of values: another may have a fraction, and Step Functions takes none.
    """
    given = {
        name for value in resources(MACHINE)[machine]["DefinitionSubstitutions"].values() for name in _referred(value)
    }
    found = template()["Parameters"].items()
    return {name: tuple(map(str, rules["AllowedValues"])) for name, rules in found if name in given}


def operation_of(resource: str) -> str | None:
    """The operation that a task's resource calls (`open_order`), None where it is no function of the stack."""
    return resource.removeprefix(_FUNCTION) if resource.startswith(_FUNCTION) else None


def _value(given: dict[str, Any], parameters: dict[str, str]) -> str:
    """What CloudFormation makes of one value of `DefinitionSubstitutions`. Raises KeyError for a form that is new."""
    given = _chosen(given)
    if "Ref" in given:
        name = given["Ref"]
        return parameters.get(name) or PHYSICAL.get(name) or str(template()["Parameters"][name]["Default"])
    if "Fn::GetAtt" in given:
        return _FUNCTION + _operations()[given["Fn::GetAtt"][0]]
    mapping, first, second = given["Fn::FindInMap"]
    return str(template()["Mappings"][mapping][_value(first, parameters)][second])


def _chosen(given: dict[str, Any]) -> dict[str, Any]:
    """The branch of an Fn::If, or the value itself."""
    if "Fn::If" not in given:
        return given
    condition, if_true, if_false = given["Fn::If"]
    chosen: dict[str, Any] = if_true if condition in CONDITIONS else if_false
    return chosen


def _referred(given: dict[str, Any]) -> Iterator[str]:
    """The names that a value refers to: its own, or those with which it is found in a mapping."""
    value = _chosen(given)
    yield from [value["Ref"]] if "Ref" in value else []
    yield from (name for key in value.get("Fn::FindInMap", ()) if isinstance(key, dict) for name in _referred(key))


@cache
def _operations() -> dict[str, str]:
    return {each.name: each.operation for each in functions()}
