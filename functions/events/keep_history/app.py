"""Writes down what happens to certificates, for `get_certificate` to show."""

from certkeeper.domain.events import Event
from certkeeper.entrypoints.consumer import consumer
from certkeeper.entrypoints.wiring.table.history import history


@consumer
def handler(event: Event) -> str:
    """Twice for one event is once."""
    history().keep(event)
    return "kept"
