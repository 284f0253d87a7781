"""The event bus."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.eventbridge import EventBridgeBus
from certkeeper.entrypoints import settings


@cache
def event_bus() -> EventBridgeBus:
    """Publishes the events of this stack."""
    return EventBridgeBus(client("events"), settings.event_bus_name(), settings.stack_id())
