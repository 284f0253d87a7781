"""Generates docs/reference/events.md: every type of event with its fields and an example."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from certkeeper.domain.events import EventType
from certkeeper.entrypoints.contract.events import DETAILS
from tools.generate import events
from tools.generate.reference import page
from tools.generate.reference.markdown import json_block, sentence
from tools.generate.reference.schema import fields

SOURCE = "layers/certkeeper/src/certkeeper/entrypoints/contract/events.py"
INTRODUCTION = """\
Certkeeper publishes an event on the account's default event bus of Amazon EventBridge, or on the bus that the parameter
`EventBusName` names, for each change in a certificate's life. All values are texts. No event has key material. The same
event may arrive more than once, always with the same `event_id`. Programs validate events with the JSON Schemas in
[infra/events](../../infra/events). How to receive them: [notices](../guide/notices.md)."""
STACK = "arn:aws:cloudformation:eu-west-1:123456789012:stack/certkeeper/51af3dc0-da77-11e4-872e-1234567db123"
CALLER = "arn:aws:sts::123456789012:assumed-role/shop-deployer/alice"
ORDER = "019bc0f4-6a3e-7c51-8d02-3f6f3f1a9b10"
SAMPLES: dict[str, str] = {
    "event_id": ORDER,
    "occurred_at": "2026-01-15T12:00:00Z",
    "scope": "shop",
    "certificate_id": "019bc0f4-6a3e-7c51-8d02-3f6f3f1a9b0f",
    "name": "www.example.com",
    "version": "2",
    "order_id": ORDER,
    "not_after": "2026-04-15T12:00:00Z",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "after_warning": "false",
    "replaced": "3",
    "confirmed_losses": "ends_earlier, issuer_changed",
    "format": "pem",
    "with_key": "true",
    "caller": CALLER,
    "recoverable_until": "2026-02-14T12:00:00Z",
    "reason": "superseded",
    "threshold_days": "14",
    "code": "validation_failed",
    "attempt": "1",
    "next_attempt_at": "2026-01-15T13:00:00Z",
    "deadline": "2026-01-22T12:00:00Z",
    "status": "invalid",
}
"""A value for each field of the examples; a test holds each example against its schema."""


def files() -> dict[Path, str]:
    """Return the page by its path."""
    sections = [section for type_ in DETAILS for section in _section(type_)]
    return page("events.md", "Events", SOURCE, INTRODUCTION, *sections)


def example(type_: EventType) -> dict[str, Any]:
    """Return an event of a type as EventBridge delivers it, without what EventBridge adds."""
    detail = events.document(type_)["properties"]["detail"]["properties"]
    values = {name: SAMPLES[name] for name in detail}
    if type_ is EventType.RENEWAL_FAILED:
        values["reason"] = "the CA could not verify 1 of the names; correct what it saw"
    return {"source": "certkeeper", "detail-type": type_.value, "resources": [STACK], "detail": values}


def _section(type_: EventType) -> Iterator[str]:
    detail = events.document(type_)["properties"]["detail"]
    yield f"## {type_.value}"
    yield sentence(events.document(type_)["description"])
    yield fields(detail)
    yield json_block(example(type_))
