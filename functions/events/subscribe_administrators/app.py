"""Every quarter of an hour: brings the administrators' subscriptions to what the scopes say."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.sns import SnsSubscriptions
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.failed_items import log_failed_item
from certkeeper.entrypoints.schedule import scheduled
from certkeeper.services.notices.subscribe_administrators import subscribe_administrators


@cache
def _scopes() -> DynamoScopes:
    return DynamoScopes(settings.table_name(), client("dynamodb"))


@cache
def _subscriptions() -> SnsSubscriptions:
    return SnsSubscriptions(client("sns"), settings.notices_topic_arn())


@scheduled
def handler(_now: datetime) -> Mapping[str, Any]:
    """How many were asked, changed and let go; no address is logged."""
    done = subscribe_administrators(scopes=_scopes(), subscriptions=_subscriptions(), on_failure=log_failed_item)
    return asdict(done)
