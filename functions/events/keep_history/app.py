"""Stores events as the history of certificates, which `get_certificate` shows."""

from certkeeper.adapters.dynamodb.history import DynamoHistory
from certkeeper.domain.events import Event
from certkeeper.entrypoints.event_handler import event_handler
from certkeeper.entrypoints.wiring.storage import in_table


@event_handler
def handler(event: Event) -> str:
    """Store the event in its certificate's history, and return what was done. It is idempotent by the event's id."""
    in_table(DynamoHistory).keep(event)
    return "kept"
