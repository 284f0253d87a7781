"""Generates infra/events/*.schema.json, the JSON Schema of each event, from the contract's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certkeeper.entrypoints.contract.events import DETAILS, Envelope
from infra.bootstrap.environments import ROOT
from tools.generate.documents import inlined, json_file, json_schemas

if TYPE_CHECKING:
    from pathlib import Path

    from certkeeper.domain.events import EventType

FOLDER = ROOT / "infra" / "events"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def files() -> dict[Path, str]:
    """One schema for each type of event."""
    envelope = _schema(Envelope)
    return {
        FOLDER / f"{type_.lower().replace(' ', '_')}.schema.json": json_file(
            "entrypoints/contract/events.py", _document(type_, envelope, _schema(detail))
        )
        for type_, detail in DETAILS.items()
    }


def _document(type_: EventType, envelope: dict[str, Any], detail: dict[str, Any]) -> dict[str, Any]:
    """The schema of the whole event; the envelope is open, for it is AWS's."""
    ours = envelope["properties"]
    return {
        "$schema": DIALECT,
        "$id": f"urn:certkeeper:event:{type_.lower().replace(' ', '-')}",
        "title": type_.value,
        "description": detail.pop("description"),
        "type": "object",
        "required": ["source", "detail-type", "resources", "detail"],
        "properties": {
            "source": ours["source"],
            "detail-type": {"type": "string", "const": type_.value},
            "resources": ours["resources"],
            "detail": detail,
        },
    }


def _schema(document: type) -> dict[str, Any]:
    """Whole, without references: whoever reads one file reads everything."""
    own, shared = json_schemas({"": document}, "{model}")
    whole: dict[str, Any] = inlined(own[""], shared)
    return whole
