"""Writes down what happens to certificates, for `get_certificate` to show."""

from certkeeper.adapters.dynamodb.history import DynamoHistory
from certkeeper.domain.events import Event
from certkeeper.entrypoints.event_handler import event_handler
from certkeeper.entrypoints.wiring.storage import in_table


@event_handler
def handler(event: Event) -> str:
    """Keep the event in its certificate's history, once however often it comes."""
    in_table(DynamoHistory).keep(event)
    return "kept"
