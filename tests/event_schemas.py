"""The schemas of Certkeeper's events, and what an envelope breaks of them."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from openapi_schema_validator import OAS31Validator

from infra.bootstrap.environments import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = ROOT / "infra" / "events"
STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/certkeeper/51af3dc0-da77-11e4-872e-1234567db123"
"""The stack whose events those of tests are."""


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by the detail-type that they are for."""
    found = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.schema.json"))]
    return {schema["properties"]["detail-type"]["const"]: schema for schema in found}


def delivered(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Certkeeper's parts of the envelope in which EventBridge delivers an entry of PutEvents."""
    return {
        "source": entry["Source"],
        "detail-type": entry["DetailType"],
        "resources": entry.get("Resources", []),
        "detail": json.loads(entry["Detail"]),
    }


def event_errors(envelope: Mapping[str, Any]) -> list[str]:
    """Why this is no event that the schemas promise; none where it is. OpenAPI 3.1's dialect has all of 2020-12."""
    detail_type = envelope["detail-type"]
    if detail_type not in schemas():
        return [f"there is no schema for {detail_type!r}"]
    found = [f"{error.json_path}: {error.message}" for error in _validator(detail_type).iter_errors(envelope)]
    return [*found, *(["there is key material in it"] if "PRIVATE KEY" in json.dumps(envelope) else [])]


def assert_promised(entry: Mapping[str, Any]) -> None:
    """Holds an entry of PutEvents against its schema."""
    errors = event_errors(delivered(entry))
    assert errors == [], (entry["DetailType"], errors)


@cache
def _validator(detail_type: str) -> OAS31Validator:
    return OAS31Validator(schemas()[detail_type])
