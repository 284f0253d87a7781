"""Who gets notices."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.sns import SnsSubscriptions
from certkeeper.entrypoints import settings


@cache
def subscriptions() -> SnsSubscriptions:
    """Subscribes e-mail addresses to the topic of the notices."""
    return SnsSubscriptions(client("sns"), settings.notices_topic_arn())
