"""Generates tools/page/api_types.d.ts: what the page's JavaScript may send to the API and read from it, as TypeScript.

Only the checker reads the file (`make check`); no browser does.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from infra.bootstrap.environments import ROOT
from tools.generate import MARK
from tools.generate.documents import Node
from tools.generate.openapi import METHODS, document

FILE = ROOT / "tools" / "page" / "api_types.d.ts"
HEAD = f"// {MARK} from entrypoints/contract; do not edit.\n"
NAMES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
"""What JSON Schema's simple types are called in TypeScript."""


def files() -> dict[Path, str]:
    """Return the path and the text of the file: a type for each document, and `Operations` for each call."""
    contract = document()
    schemas = contract["components"]["schemas"]
    documents = "".join(f"  type {name} = {_type(schema)};\n" for name, schema in schemas.items())
    operations = "".join(
        f'    "{method.upper()} {path}": {_operation(contract, path, operation)};\n'
        for path, item in contract["paths"].items()
        for method, operation in item.items()
        if method.upper() in METHODS and "security" not in operation  # the responder's callers are CAs
    )
    return {FILE: f"{HEAD}\ndeclare namespace Api {{\n{documents}  interface Operations {{\n{operations}  }}\n}}\n"}


def _operation(contract: Node, path: str, operation: Node) -> str:
    """Return the type of one call: `at` has the path's variables, `query` its parameters, `answer` what comes back."""
    parameters = [_resolved(contract, each) for each in operation.get("parameters", ())]
    at = [name.partition("}")[0] for name in path.split("{")[1:]]
    query = (f"{each['name']}?: {_type(each['schema'])}" for each in parameters if each["in"] == "query")
    body = operation.get("requestBody")
    sent = "undefined" if body is None else _content(body) + ("" if body["required"] else " | undefined")
    answers = {_content(answer) for status, answer in operation["responses"].items() if status.startswith("2")}
    fields = (f"at: {_object(f'{name}: string' for name in at)}", f"query: {_object(query)}", f"body: {sent}")
    return _object((*fields, f"answer: {' | '.join(sorted(answers))}"))


def _resolved(contract: Node, node: Node) -> Node:
    """Return what a reference to a component leads to."""
    *_, kind, name = node["$ref"].split("/")
    found: Node = contract["components"][kind][name]
    return found


def _content(node: Node) -> str:
    """Return the type of a body or an answer; all its media types have one schema."""
    return _type(next(iter(node["content"].values()))["schema"])


def _type(schema: Node) -> str:
    """Return a JSON Schema as a TypeScript type. Raises KeyError for a kind of schema that is not known here."""
    found: str
    match schema:
        case {"$ref": reference}:
            found = reference.rpartition("/")[2]
        case {"enum": values}:
            found = " | ".join(map(json.dumps, values))
        case {"const": value}:
            found = json.dumps(value)
        case {"oneOf": choices} | {"anyOf": choices} if "properties" not in schema:
            found = " | ".join(map(_type, choices))
        case {"type": "array", "items": items}:
            found = f"({_type(items)})[]"
        case {"type": "object", "properties": properties}:
            required = schema.get("required", ())
            fields = ((name if name in required else f"{name}?", _type(each)) for name, each in properties.items())
            found = _object(f"{name}: {each}" for name, each in fields)
        case {"type": "object", "additionalProperties": values}:
            found = f"Record<string, {_type(values)}>"
        case _:
            found = NAMES[schema["type"]]
    return found


def _object(fields: Iterable[str]) -> str:
    """Return an object type with these fields."""
    return f"{{ {'; '.join(fields)} }}"
