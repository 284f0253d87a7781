"""The contract of the API (infra/openapi.yaml), as tests hold handlers and answers against it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from openapi_schema_validator import OAS31Validator

if TYPE_CHECKING:
    from collections.abc import Mapping

    Node = dict[str, Any]

FILE = Path(__file__).parents[1] / "infra" / "openapi.yaml"
METHODS = frozenset({"get", "put", "post", "patch", "delete"})


@dataclass(frozen=True)
class Operation:
    """One operation: `route` is `POST /scopes/{scope}/orders`; parameters are those of its path too."""

    route: str
    node: Node
    parameters: tuple[Node, ...]

    def parameter_names(self, place: str) -> set[str]:
        """The names of its parameters in `path`, `query` or `header`."""
        return {parameter["name"] for parameter in self.parameters if parameter["in"] == place}


@cache
def document() -> Node:
    """The whole of it."""
    contract: Node = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return contract


@cache
def operations() -> Mapping[str, Operation]:
    """By operationId."""
    return {
        node["operationId"]: Operation(
            route=f"{method.upper()} {path}",
            node=node,
            parameters=tuple(map(resolved, [*item.get("parameters", ()), *node.get("parameters", ())])),
        )
        for path, item in document()["paths"].items()
        for method, node in item.items()
        if method in METHODS
    }


def resolved(node: Node) -> Node:
    """What a $ref leads to, or the node itself."""
    if "$ref" not in node:
        return node
    found = document()
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return resolved(found)


def schema_errors(schema: Node, instance: object) -> list[str]:
    """Why `instance` is not as `schema` says; references in it lead into the contract."""
    validator = OAS31Validator({"allOf": [schema], "components": document()["components"]})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(instance)]


def assert_in_contract(operation_id: str, answer: Node) -> None:
    """Holds a handler's answer against the contract: its status, its media type, its headers, its body."""
    responses = operations()[operation_id].node["responses"]
    declared = resolved(responses[str(answer["statusCode"])])
    media_type = answer["headers"]["Content-Type"].partition(";")[0]
    assert media_type in declared["content"], (answer["statusCode"], media_type)
    assert set(declared.get("headers", ())) <= set(answer["headers"])
    body = json.loads(answer["body"]) if media_type.endswith("json") else answer["body"]
    assert schema_errors(declared["content"][media_type]["schema"], body) == []
