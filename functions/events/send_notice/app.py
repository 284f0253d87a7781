"""Notifies the administrators of what happens to certificates, where a notice is wanted."""

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.order_reader import DynamoOrderReader
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain.events import Event
from certkeeper.domain.notices.context import stack_of
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.event_handler import event_handler
from certkeeper.entrypoints.wiring.machines import notices
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.notices.send_notice import send_notice


@event_handler
def handler(event: Event) -> str:
    """Send the notice of the event, and return whether one was wanted. It is idempotent by the event's id."""
    sent = send_notice(
        event,
        certificates=in_table(DynamoCertificates),
        scopes=in_table(DynamoScopes),
        orders=in_table(DynamoOrderReader),
        notices=notices(),
        stack=stack_of(settings.stack_id()),
        stack_days=settings.notice_days(),
    )
    return "sent" if sent else "of no interest"
