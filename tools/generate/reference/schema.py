"""What a JSON Schema of the contract says, in the words of a table."""

from typing import Any

from tools.generate.reference.markdown import code, codes, prose, table

Schema = dict[str, Any]

_TYPES = {"string": "text", "integer": "whole number", "boolean": "`true` or `false`", "null": "`null`"}
_MAX_PATTERN = 60
"""Characters; a longer pattern is read in the contract."""


def fields(schema: Schema) -> str:
    """Return the table of the fields of an object's schema, or an empty text for another schema."""
    required = schema.get("required", ())
    rows = [
        (code(name), type_of(field), "yes" if name in required else "", _said(field))
        for name, field in schema.get("properties", {}).items()
    ]
    return table(("field", "type", "required", "meaning"), rows)


def type_of(schema: Schema) -> str:
    """Return the type of a value by its schema, with bounds, and with links to the documents that it is made of."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(map(type_of, choices))
    if "const" in schema:
        return _constant(schema["const"])
    if "enum" in schema:
        return f"one of {codes(schema['enum'])}" if len(schema["enum"]) > 1 else _constant(schema["enum"][0])
    if schema.get("type") == "array":
        return f"list of {type_of(schema['items'])}{_bounds(schema, 'Items', '')}"
    unit = " characters" if schema.get("type") == "string" else ""
    return _TYPES.get(schema.get("type", ""), "object") + _bounds(schema, "Length", unit) + _pattern(schema)


def _constant(value: object) -> str:
    return code(_json(value)) if value != "" else "empty"


def _bounds(schema: Schema, of: str, unit: str) -> str:
    least = schema.get(f"min{of}", schema.get("minimum"))
    most = schema.get(f"max{of}", schema.get("maximum"))
    if most is None:
        return "" if least is None else f", at least {least}{unit}"
    return f", at most {most}{unit}" if least is None else f", {least} to {most}{unit}"


def _pattern(schema: Schema) -> str:
    pattern = schema.get("pattern", "")
    return f", `{pattern}`" if 0 < len(pattern) <= _MAX_PATTERN and "`" not in pattern else ""


def _said(field: Schema) -> str:
    default = field.get("default")
    said = prose(field.get("description", ""))
    return said if default is None else f"{said}{'; ' if said else ''}default {code(_json(default))}"


def _json(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
