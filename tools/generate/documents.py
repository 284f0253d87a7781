"""JSON Schema from the contract's types, and documents as text that people can read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from tools.generate.__main__ import MARK

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 120
FOLD = 100
"""PyYAML ends a line with the word that exceeds its width."""
LEAF = 100
"""Characters of a list or mapping that stands on one line in YAML."""
_PAGE = re.compile(r"\bPage_(\w+)_$")
_FIRST = ("$ref", "type", "description", "enum", "const", "default", "examples")
_LAST = ("properties", "items", "anyOf", "oneOf", "$defs")


class _Plain(GenerateJsonSchema):
    """Leaves out titles, which repeat names, and keeps the sequence of fields."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's signature
        return False

    def sort(self, value: Any, parent_key: str | None = None) -> Any:  # noqa: ANN401, ARG002 - pydantic's signature
        return value


def json_schemas(types: Mapping[str, Any], template: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The JSON Schema of each type by its key, and the named documents and fields that they refer to.

    `template` is a reference with `{model}` in the place of the name.
    """
    found, shared = TypeAdapter.json_schemas(
        [(key, "validation", TypeAdapter(type_)) for key, type_ in types.items()],
        schema_generator=_Plain,
        ref_template=template,
    )
    return {key: _tidy(schema) for (key, _), schema in found.items()}, _tidy_member("$defs", shared.get("$defs", {}))


def _tidy(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """The same without titles of documents, its members in a sequence for readers; `Page[X]` becomes XPage."""
    if isinstance(schema, list):
        return [_tidy(each) for each in schema]
    if isinstance(schema, str):
        return _PAGE.sub(r"\1Page", schema)
    if not isinstance(schema, dict):
        return schema
    named = {name: schema[name] for name in sorted(schema, key=_place) if name != "title"}
    return {name: _tidy_member(name, value) for name, value in named.items()}


def _tidy_member(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    if name in {"properties", "$defs", "mapping"}:
        return {_PAGE.sub(r"\1Page", each): _tidy(schema) for each, schema in value.items()}
    return value if name in {"default", "examples"} else _tidy(value)


def _place(name: str) -> int:
    if name in _FIRST:
        return _FIRST.index(name)
    return len(_FIRST) + 1 + _LAST.index(name) if name in _LAST else len(_FIRST)


def yaml_text(document: object) -> str:
    """YAML in which leaves stand on one line, and long texts as blocks."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=FOLD, default_flow_style=None)


class _Dumper(yaml.SafeDumper):
    """No anchors, and no folded quotes where a text has lines of its own."""

    def ignore_aliases(self, _data: object) -> bool:
        return True

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:  # noqa: ANN401, FBT001 - PyYAML's signature
        node = super().represent_mapping(tag, mapping, flow_style)
        node.flow_style = node.flow_style and len(str(mapping)) < LEAF
        return node

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> yaml.SequenceNode:  # noqa: ANN401, FBT001 - PyYAML's signature
        node = super().represent_sequence(tag, sequence, flow_style)
        node.flow_style = node.flow_style and len(str(sequence)) < LEAF
        return node


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    folded = ">" if len(text) > FOLD and " " in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else folded)


_Dumper.add_representer(str, _text)


def json_text(value: object, indent: int = 0, before: int = 0) -> str:
    """JSON in which whatever fits stands on one line; `before` counts what stands before it on its line."""
    line = json.dumps(value, ensure_ascii=False)
    if indent + before + len(line) < WIDTH or not isinstance(value, dict | list) or not value:
        return line
    names = [f"{json.dumps(name)}: " for name in value] if isinstance(value, dict) else [""] * len(value)
    values = value.values() if isinstance(value, dict) else value
    members = [name + json_text(each, indent + 2, len(name)) for name, each in zip(names, values, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    separator = ",\n" + " " * (indent + 2)
    return f"{opening}\n{' ' * (indent + 2)}{separator.join(members)}\n{' ' * indent}{closing}"


def json_file(source: str, document: dict[str, Any]) -> str:
    """A whole file: the document, with what it was generated from in its first line."""
    return json_text({"$comment": f"{MARK} from {source}", **document}).replace("{\n  ", "{", 1) + "\n"


def inlined(schema: Any, shared: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """The same, with what each reference leads to in its place; its own members win."""
    if isinstance(schema, list):
        return [inlined(each, shared) for each in schema]
    if not isinstance(schema, dict):
        return schema
    reference = schema.get("$ref")
    whole = {**shared[reference], **schema} if reference else schema
    return {name: inlined(value, shared) for name, value in whole.items() if name != "$ref"}
