"""Tells the administrators of what happens to certificates, where they want to hear of it."""

from certkeeper.domain.events import Event
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.consumer import consumer
from certkeeper.entrypoints.wiring.notices import notices
from certkeeper.entrypoints.wiring.table.certificates import certificates
from certkeeper.entrypoints.wiring.table.orders_to_read import orders_to_read
from certkeeper.entrypoints.wiring.table.scopes import scopes
from certkeeper.services.notices.send_notice import send_notice


@consumer
def handler(event: Event) -> str:
    """Twice for one event is once."""
    sent = send_notice(
        event,
        certificates=certificates(),
        scopes=scopes(),
        orders=orders_to_read(),
        notices=notices(),
        stack_days=settings.notice_days(),
    )
    return "sent" if sent else "of no interest"
