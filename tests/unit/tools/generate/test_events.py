"""The schemas of events: whoever reads one file reads everything."""

from __future__ import annotations

import json
from typing import Any

import pytest

from certkeeper.domain.events import EventType
from certkeeper.entrypoints.contract.events import DETAILS
from tools.generate.documents import rewritten
from tools.generate.events import document, files


def test_each_type_of_event_has_a_file() -> None:
    """Of its name."""
    titles = {path.name: json.loads(text)["title"] for path, text in files().items()}
    assert sorted(titles.values()) == sorted(DETAILS) == sorted(EventType)
    assert titles["order_failed.schema.json"] == "Order Failed"


@pytest.mark.parametrize("type_", sorted(EventType))
def test_no_reference_is_left(type_: EventType) -> None:
    """A consumer gives one file to a validator."""
    found: list[str] = []

    def seen(node: dict[str, Any]) -> dict[str, Any]:
        found.extend(node)
        return node

    rewritten(document(type_), seen)
    assert {"$ref", "$defs"}.isdisjoint(found)


def test_what_stands_beside_a_reference_wins() -> None:
    """A scope's name is described as what it means in an event."""
    scope = document(EventType.CERTIFICATE_ISSUED)["properties"]["detail"]["properties"]["scope"]
    assert scope["description"] == "The scope that the certificate is in"
    assert scope["type"] == "string"
    assert scope["pattern"]


def test_the_detail_is_closed_and_the_envelope_open() -> None:
    """EventBridge adds to the envelope."""
    schema = document(EventType.ORDER_FAILED)
    assert schema["properties"]["detail"]["additionalProperties"] is False
    assert "additionalProperties" not in schema
    assert schema["properties"]["detail-type"] == {"type": "string", "const": "Order Failed"}
