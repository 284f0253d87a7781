"""Every quarter of an hour: mends what processes left that died in the middle, and says what it could not."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.eventbridge import EventBridgeBus
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.removals import DynamoRemovals
from certkeeper.adapters.dynamodb.uploads import DynamoUploads
from certkeeper.adapters.secretsmanager.removals import SecretsManagerRemovals
from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.failed_items import log_failed_item
from certkeeper.entrypoints.schedule import Context, timed
from certkeeper.services.certificates.reconcile_certificates import reconcile_certificates


@cache
def _uploads() -> DynamoUploads:
    return DynamoUploads(settings.table_name(), client("dynamodb"))


@cache
def _upload_vault() -> SecretsManagerUploads:
    return SecretsManagerUploads(client("secretsmanager"), settings.secret_prefix())


@cache
def _certificates() -> DynamoCertificates:
    return DynamoCertificates(settings.table_name(), client("dynamodb"))


@cache
def _removals() -> DynamoRemovals:
    return DynamoRemovals(settings.table_name(), client("dynamodb"))


@cache
def _removal_vault() -> SecretsManagerRemovals:
    return SecretsManagerRemovals(client("secretsmanager"), settings.secret_prefix())


@cache
def _event_bus() -> EventBridgeBus:
    return EventBridgeBus(client("events"), settings.event_bus_name(), settings.stack_id())


@timed
def handler(now: datetime, context: Context) -> Mapping[str, Any]:
    """The ids of uploads, deletions and restorations, by what became of them."""
    done = reconcile_certificates(
        uploads=_uploads(),
        upload_vault=_upload_vault(),
        certificates=_certificates(),
        removals=_removals(),
        removal_vault=_removal_vault(),
        event_bus=_event_bus(),
        seconds_left=lambda: context.get_remaining_time_in_millis() / 1000,
        on_failure=log_failed_item,
        now=now,
    )
    return asdict(done)
