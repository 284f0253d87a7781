"""Every quarter of an hour: what could not be done about events, notices and history, is done again."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from certkeeper.domain.events import Event
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.failed_items import log_failed_item
from certkeeper.entrypoints.schedule import scheduled
from certkeeper.entrypoints.wiring.notices import notices
from certkeeper.entrypoints.wiring.table.certificates import certificates
from certkeeper.entrypoints.wiring.table.history import history
from certkeeper.entrypoints.wiring.table.orders_to_read import orders_to_read
from certkeeper.entrypoints.wiring.table.scopes import scopes
from certkeeper.entrypoints.wiring.unfinished_events import unfinished_events
from certkeeper.services.notices.repeat_events import repeat_events
from certkeeper.services.notices.send_notice import send_notice


def _send(event: Event) -> None:
    send_notice(
        event,
        certificates=certificates(),
        scopes=scopes(),
        orders=orders_to_read(),
        notices=notices(),
        stack_days=settings.notice_days(),
    )


@scheduled
def handler(_now: datetime) -> Mapping[str, Any]:
    """The ids of events, by what became of them: whichever of the two it was, both are done again."""
    done = repeat_events(unfinished=unfinished_events(), deeds=(history().keep, _send), on_failure=log_failed_item)
    return asdict(done)
