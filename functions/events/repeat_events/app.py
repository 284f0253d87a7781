"""Every quarter of an hour: what could not be done about events, notices and history, is done again."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.notice_machine import StepFunctionsNotices
from certkeeper.adapters.aws.sqs import SqsUnfinishedEvents
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.history import DynamoHistory
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain.events import Event
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.failed_items import log_failed_item
from certkeeper.entrypoints.schedule import scheduled
from certkeeper.services.notices.repeat_events import repeat_events
from certkeeper.services.notices.send_notice import send_notice


@cache
def _certificates() -> DynamoCertificates:
    return DynamoCertificates(settings.table_name(), client("dynamodb"))


@cache
def _scopes() -> DynamoScopes:
    return DynamoScopes(settings.table_name(), client("dynamodb"))


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@cache
def _history() -> DynamoHistory:
    return DynamoHistory(settings.table_name(), client("dynamodb"))


@cache
def _notices() -> StepFunctionsNotices:
    return StepFunctionsNotices(client("stepfunctions"), settings.notice_machine_arn())


@cache
def _unfinished() -> SqsUnfinishedEvents:
    return SqsUnfinishedEvents(client("sqs"), settings.unfinished_queue_url(), settings.stack_id())


def _send(event: Event) -> None:
    send_notice(
        event,
        certificates=_certificates(),
        scopes=_scopes(),
        orders=_orders(),
        notices=_notices(),
        stack_days=settings.notice_days(),
    )


@scheduled
def handler(_now: datetime) -> Mapping[str, Any]:
    """The ids of events, by what became of them: whichever of the two it was, both are done again."""
    done = repeat_events(unfinished=_unfinished(), deeds=(_history().keep, _send), on_failure=log_failed_item)
    return asdict(done)
