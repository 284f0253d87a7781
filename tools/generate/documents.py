"""Documents with JSON Schema made from the contract's types, and JSON as text that people can read."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from tools.generate import MARK

Node = dict[str, Any]


class _Generator(GenerateJsonSchema):
    """Writes no titles, which repeat names, and descriptions before the fields; `Page[X]` becomes XPage."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's signature
        return False

    def typed_dict_schema(self, schema: Any) -> Node:  # noqa: ANN401 - pydantic's signature
        made = super().typed_dict_schema(schema)
        del made["title"]
        return made | {"properties": made.pop("properties")}

    def normalize_name(self, name: str) -> str:
        return super().normalize_name(re.sub(r"^Page\[(\w+)\]$", r"\1Page", name))

    def sort(self, value: Any, parent_key: str | None = None) -> Any:  # noqa: ANN401, ARG002 - pydantic's signature
        return value


def with_schemas(document: Any, template: str) -> tuple[Any, Node]:  # noqa: ANN401 - JSON
    """Return the document with a JSON Schema in the place of each `{"$type": X}`, and the shared schemas by name.

    `template` is a reference to a shared schema, with `{model}` in the place of its name.
    """
    types: list[tuple[int, Literal["validation"], TypeAdapter[Any]]] = []

    def numbered(node: Node) -> Node:
        if "$type" in node:
            types.append((len(types), "validation", TypeAdapter(node["$type"])))
            return {"$number": len(types) - 1}
        return node

    places = rewritten(document, numbered)
    made, shared = TypeAdapter.json_schemas(types, schema_generator=_Generator, ref_template=template)
    filled = rewritten(places, lambda node: made[node["$number"], "validation"] if "$number" in node else node)
    return filled, shared.get("$defs", {})


def rewritten(node: Any, change: Callable[[Node], Node]) -> Any:  # noqa: ANN401 - JSON
    """Return a copy of a node in which `change` has replaced every mapping, from the outside in."""
    if isinstance(node, list | tuple):
        return [rewritten(each, change) for each in node]
    if isinstance(node, dict):
        return {name: rewritten(value, change) for name, value in change({**node}).items()}
    return node


def json_file(source: str, document: Mapping[str, Any]) -> str:
    """Return the text of a whole file: the document, with the source that it was generated from in its first line."""
    text = json.dumps({"$comment": f"{MARK} from {source}", **document}, indent=2, ensure_ascii=False)
    return text.replace("{\n  ", "{", 1) + "\n"
