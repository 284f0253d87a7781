"""The answers for http-01."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.responder import DynamoResponder
from certkeeper.entrypoints import settings


@cache
def responder() -> DynamoResponder:
    """Keeps the tokens that are answered for at `/.well-known/acme-challenge/`."""
    return DynamoResponder(settings.table_name(), client("dynamodb"))
