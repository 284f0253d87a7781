"""Generates entrypoints/exported/<operation>.json: all that a function has to know of its operation's contract.

Of a body it holds the schema in the form that pydantic's core takes, so that a function validates without pydantic.

The reasons are in ADR 80.
"""

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from certkeeper.entrypoints import exported
from certkeeper.entrypoints.contract.operations import Operation, operations
from infra.bootstrap.environments import ROOT
from tools.generate.documents import json_file, rewritten

FOLDER = ROOT.joinpath("layers", "certkeeper", "src", *exported.__name__.split("."))
_ONLY_PYDANTICS = frozenset({"metadata", "cls", "ref", "computed_fields", "title"})


def files() -> dict[Path, str]:
    """Return one file for each operation, by path."""
    made = operations().items()
    return {FOLDER / f"{name}.json": json_file("entrypoints/contract", _document(each)) for name, each in made}


def _document(operation: Operation) -> dict[str, Any]:
    body, parameters = operation.body, operation.parameters
    return {
        "query": [each.name for each in parameters if each.place == "query"],
        "headers": {each.name.lower(): each.required for each in parameters if each.place == "header"},
        "body": body
        and {
            "required": body.required,
            "maximum": body.maximum,
            "media_types": list(body.media_types),
            "schema": core_schema(body.document),
        },
    }


def core_schema(document: Any) -> dict[str, Any]:  # noqa: ANN401 - a type
    """Return the schema of pydantic's core for a document's type as plain JSON, with references replaced."""
    definitions: dict[str, Any] = {}

    def plain(node: dict[str, Any]) -> dict[str, Any]:
        """Without what only pydantic itself needs; a schema with such a name is a field of the contract's."""
        if node.get("type") == "definitions":
            definitions.update({each["ref"]: each for each in node["definitions"]})
            return plain(node["schema"])
        if node.get("type") == "definition-ref":
            return plain(definitions[node["schema_ref"]])
        return {
            name: value
            for name, value in node.items()
            if name not in _ONLY_PYDANTICS or (isinstance(value, dict) and "type" in value)
        }

    schema: dict[str, Any] = rewritten(TypeAdapter(document).core_schema, plain)
    return schema
