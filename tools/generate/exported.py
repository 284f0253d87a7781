"""Generates entrypoints/exported/<operation>.json: all that a function has to know of its operation's contract.

Of a body it holds the schema in the form that pydantic's core takes, so that a function validates without pydantic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from certkeeper.entrypoints import exported
from certkeeper.entrypoints.contract.operations import operations
from infra.bootstrap.environments import ROOT
from tools.generate.documents import json_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from certkeeper.entrypoints.contract.operations import Body, Operation

FOLDER = ROOT.joinpath("layers", "certkeeper", "src", *exported.__name__.split("."))
_NAMED = frozenset({"fields", "choices"})
"""Members whose own members are named by the contract."""
_ONLY_PYDANTICS = frozenset({"metadata", "cls", "ref", "computed_fields", "title"})


def files() -> dict[Path, str]:
    """One file for each operation."""
    return {
        FOLDER / f"{name}.json": json_file("entrypoints/contract", _document(operation))
        for name, operation in operations().items()
    }


def _document(operation: Operation) -> dict[str, Any]:
    headers = {each.name.lower(): each.required for each in operation.parameters if each.place == "header"}
    return {
        "query": [each.name for each in operation.parameters if each.place == "query"],
        "headers": headers,
        "body": None if operation.body is None else _body(operation.body),
    }


def _body(body: Body) -> dict[str, Any]:
    return {
        "required": body.required,
        "maximum": body.maximum,
        "media_types": list(body.media_types),
        "schema": core_schema(body.document),
    }


def core_schema(document: Any) -> dict[str, Any]:  # noqa: ANN401 - a type
    """The schema of pydantic's core for a type, as plain JSON without references."""
    schema: dict[str, Any] = _plain(TypeAdapter(document).core_schema, {})
    return schema


def _plain(schema: Any, definitions: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Without what only pydantic itself needs, and with definitions in the places that refer to them."""
    if isinstance(schema, list | tuple):
        return [_plain(each, definitions) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "definitions":
        return _plain(schema["schema"], {each["ref"]: each for each in schema["definitions"]})
    if schema.get("type") == "definition-ref":
        return _plain(definitions[schema["schema_ref"]], definitions)
    return {
        name: {each: _plain(below, definitions) for each, below in value.items()}
        if name in _NAMED
        else _plain(value, definitions)
        for name, value in schema.items()
        if name not in _ONLY_PYDANTICS
    }
