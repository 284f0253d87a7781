"""The subscriptions of administrators."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.sns import SnsSubscriptions
from certkeeper.entrypoints import settings


@cache
def subscriptions() -> SnsSubscriptions:
    """Return the subscriptions to the topic of notices."""
    return SnsSubscriptions(client("sns"), settings.notices_topic_arn())
