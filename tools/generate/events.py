"""Generates infra/events/*.schema.json, the JSON Schema of each event, from the contract's documents."""

from pathlib import Path
from typing import Any

from certkeeper.domain.events import EventType
from certkeeper.entrypoints.contract.events import DETAILS, Envelope
from infra.bootstrap.environments import ROOT
from tools.generate.documents import json_file, rewritten, with_schemas

FOLDER = ROOT / "infra" / "events"


def files() -> dict[Path, str]:
    """Return one schema for each type of event, by path."""
    made = {type_: json_file("entrypoints/contract/events.py", document(type_)) for type_ in DETAILS}
    return {FOLDER / f"{type_.lower().replace(' ', '_')}.schema.json": text for type_, text in made.items()}


def document(type_: EventType) -> dict[str, Any]:
    """Return the schema of the whole event of a type, without references; AWS may add members to the envelope."""
    parts, shared = with_schemas([{"$type": Envelope}, {"$type": DETAILS[type_]}], "{model}")

    def inlined(node: dict[str, Any]) -> dict[str, Any]:
        """What the reference of a node leads to; members beside the reference win."""
        reference = node.pop("$ref", None)
        return inlined({**shared[reference]}) | node if reference else node

    envelope, detail = rewritten(parts, inlined)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:certkeeper:event:{type_.lower().replace(' ', '-')}",
        "title": type_.value,
        "description": detail.pop("description"),
        "type": "object",
        "required": ["source", "detail-type", "resources", "detail"],
        "properties": {
            "source": envelope["properties"]["source"],
            "detail-type": {"type": "string", "const": type_.value},
            "resources": envelope["properties"]["resources"],
            "detail": detail,
        },
    }
