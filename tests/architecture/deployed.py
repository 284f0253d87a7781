"""The resources that template.yaml deploys, read as CloudFormation reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import Template, read_template

FUNCTIONS = ROOT / "functions"
FUNCTION = "AWS::Serverless::Function"
MACHINE = "AWS::Serverless::StateMachine"


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of the template: its logical name and its properties, the global ones included."""

    name: str
    properties: dict[str, Any]

    @property
    def module(self) -> str:
        """The module that it runs: `functions.api.place_order.app`."""
        module: str = self.properties["Handler"].removesuffix(".handler")
        return module

    @property
    def folder(self) -> str:
        """Where its code is: `functions/api/place_order`."""
        return self.module.removesuffix(".app").replace(".", "/")

    @property
    def operation(self) -> str:
        """The name of its folder: `place_order`."""
        return self.folder.rpartition("/")[2]

    @property
    def layers(self) -> set[str]:
        """The logical names of its layers."""
        return {layer["Ref"] for layer in self.properties["Layers"]}

    @property
    def environment(self) -> dict[str, Any]:
        """Its environment variables."""
        variables: dict[str, Any] = self.properties["Environment"]["Variables"]
        return variables

    @property
    def events(self) -> list[dict[str, Any]]:
        """What calls it."""
        return list(self.properties.get("Events", {}).values())

    @property
    def routes(self) -> list[tuple[str, str]]:
        """Method and path of each route that leads to it."""
        routes = [event["Properties"] for event in self.events if event["Type"] == "Api"]
        return [(route["Method"], route["Path"]) for route in routes]


@cache
def template() -> Template:
    """template.yaml as it is deployed with a table of the stack's own."""
    deployed: Template = with_own_table(read_template(ROOT / "template.yaml"), own=True)
    return deployed


def with_own_table(node: Any, *, own: bool) -> Any:  # noqa: ANN401 - a part of a template
    """A part of the template as MakesTable decides it: with a table of the stack's `own`, or an existing one."""
    if isinstance(node, list):
        return [with_own_table(each, own=own) for each in node]
    if not isinstance(node, dict):
        return node
    condition, *branches = node.get("Fn::If", [None])
    if condition == "MakesTable":
        return branches[0 if own else 1]
    return {name: with_own_table(each, own=own) for name, each in node.items()}


def resources(type_: str) -> dict[str, dict[str, Any]]:
    """The properties of all resources of a type, by logical name."""
    found = template()["Resources"].items()
    return {name: resource.get("Properties", {}) for name, resource in found if resource["Type"] == type_}


@cache
def functions() -> tuple[Function, ...]:
    """All functions, with what `Globals` gives to each."""
    shared = template()["Globals"]["Function"]
    return tuple(Function(name, _with(shared, own)) for name, own in resources(FUNCTION).items())


def function(operation: str) -> Function:
    """The function whose folder has this name."""
    return next(each for each in functions() if each.operation == operation)


def statements(properties: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The statements of a function's or a state machine's own role, without those that a parameter adds."""
    for policy in properties["Policies"]:
        yield from (each for each in policy["Statement"] if "Fn::If" not in each)


def listed(value: Any) -> list[Any]:  # noqa: ANN401 - IAM takes one or many everywhere
    """One or many, as many."""
    return value if isinstance(value, list) else [value]


def _with(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """As SAM merges them: lists are joined, maps are merged, anything else is the function's own."""
    merged = dict(shared)
    for key, value in own.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _with(merged[key], value)
        elif isinstance(value, list) and isinstance(merged.get(key), list):
            merged[key] = [*merged[key], *value]
        else:
            merged[key] = value
    return merged
