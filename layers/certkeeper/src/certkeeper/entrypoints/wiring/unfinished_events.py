"""Events whose consumers have failed."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.sqs import SqsUnfinishedEvents
from certkeeper.entrypoints import settings


@cache
def unfinished_events() -> SqsUnfinishedEvents:
    """Takes events from the queue that keeps them."""
    return SqsUnfinishedEvents(client("sqs"), settings.unfinished_queue_url(), settings.stack_id())
