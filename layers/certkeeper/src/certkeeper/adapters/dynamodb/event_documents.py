"""Events that are still to be published, as JSON documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.clock import from_text, to_text
from certkeeper.domain.events import Event, EventType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.dynamodb.attributes import Document


def events_document(events: Sequence[Event]) -> list[Document]:
    """All of them."""
    return [
        {
            "event_id": each.event_id,
            "type": each.type,
            "occurred_at": to_text(each.occurred_at),
            "scope": each.scope,
            "certificate_id": each.certificate_id,
            "order_id": each.order_id,
            "detail": [list(pair) for pair in each.detail],
        }
        for each in events
    ]


def read_events(documents: Sequence[Document]) -> tuple[Event, ...]:
    """What `events_document` wrote."""
    return tuple(
        Event(
            event_id=each["event_id"],
            type=EventType(each["type"]),
            occurred_at=from_text(each["occurred_at"]),
            scope=each["scope"],
            certificate_id=each["certificate_id"],
            order_id=each["order_id"],
            detail=tuple((name, value) for name, value in each["detail"]),
        )
        for each in documents
    )
