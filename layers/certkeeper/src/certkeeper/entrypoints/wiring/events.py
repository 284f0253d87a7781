"""Events: the bus that publishes them, and the queue of those whose processing failed."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.events import EventBridgeBus, SqsUnfinishedEvents
from certkeeper.entrypoints import settings


@cache
def event_bus() -> EventBridgeBus:
    """Return the bus that publishes the events of this stack."""
    return EventBridgeBus(client("events"), settings.event_bus_name(), settings.stack_id())


@cache
def unfinished_events() -> SqsUnfinishedEvents:
    """Return the queue of events that could not be processed."""
    return SqsUnfinishedEvents(
        client("sqs"),
        settings.unfinished_queue_url(),
        settings.stack_id(),
        unreadable_url=settings.unreadable_queue_url(),
    )
