"""Writes down what happens to certificates, for `get_certificate` to show."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.history import DynamoHistory
from certkeeper.domain.events import Event
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.consumer import consumer


@cache
def _history() -> DynamoHistory:
    return DynamoHistory(settings.table_name(), client("dynamodb"))


@consumer
def handler(event: Event) -> str:
    """Twice for one event is once."""
    _history().keep(event)
    return "kept"
