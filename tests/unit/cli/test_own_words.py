"""The table of options knows every field, parameter and header of the contract, and no option that there is not."""

from typing import Any

from certkeeper_cli.commands.own_words import OPTIONS
from tests.contract import document as contract
from tests.integration.cli.every_command import ALL

NOT_GIVEN = {"token", "If-None-Match"}
"""Of the route that CAs call, and of programs: whoever puts a scope by hand is asked before one is replaced."""


def properties(node: Any) -> set[str]:  # noqa: ANN401 - JSON
    """The fields of a schema and of those that it refers to."""
    schemas = contract()["components"]["schemas"]
    if "$ref" in node:
        return properties(schemas[node["$ref"].rpartition("/")[2]])
    return {*node.get("properties", ())}.union(*map(properties, node.get("oneOf", ())))


def test_every_field_has_its_option() -> None:
    """A field that the contract gains would else be shown as the API calls it."""
    document = contract()
    calls = [call for path in document["paths"].values() for call in path.values() if "requestBody" in call]
    bodies = [next(iter(call["requestBody"]["content"].values()))["schema"] for call in calls]
    names = {parameter["name"] for parameter in document["components"]["parameters"].values()}
    assert {*OPTIONS} == names.union(*map(properties, bodies)) - NOT_GIVEN


def test_every_option_is_one_of_a_command() -> None:
    """A person can only change what can be given."""
    known = {option for one in ALL for parameter in one.command.params for option in parameter.opts}
    assert {option for option in OPTIONS.values() if option.startswith("--")} <= known
