"""Every quarter of an hour: processes the events again that a consumer could not process."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.history import DynamoHistory
from certkeeper.adapters.dynamodb.order_reader import DynamoOrderReader
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain.events import Event
from certkeeper.domain.notices.context import stack_of
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.log import log_failed_item
from certkeeper.entrypoints.metrics import Metric, emit
from certkeeper.entrypoints.schedule import Context, on_schedule_with_context
from certkeeper.entrypoints.wiring.events import unfinished_events
from certkeeper.entrypoints.wiring.machines import notices
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.notices.repeat_events import repeat_events
from certkeeper.services.notices.send_notice import send_notice


def _send(event: Event) -> None:
    send_notice(
        event,
        certificates=in_table(DynamoCertificates),
        scopes=in_table(DynamoScopes),
        orders=in_table(DynamoOrderReader),
        notices=notices(),
        stack=stack_of(settings.stack_id()),
        stack_days=settings.notice_days(),
    )


@on_schedule_with_context
def handler(_now: datetime, context: Context) -> Mapping[str, Any]:
    """Return the ids of events, by what became of them, and log the metric for the alarm.

    Both consumers, notices and history, get each event again, because either may have failed.
    """
    done = repeat_events(
        unfinished=unfinished_events(), handlers=(in_table(DynamoHistory).keep, _send), on_failure=log_failed_item
    )
    emit(context.function_name, {Metric.UNFINISHED: len(done.stuck) + len(done.unreadable)})
    return asdict(done)
