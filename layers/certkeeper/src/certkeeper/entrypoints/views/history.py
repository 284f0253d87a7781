"""What has happened to a certificate, as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.entrypoints.views.moments import moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certkeeper.domain.events import Event
    from certkeeper.entrypoints.contract.certificates import Happening


def history_view(events: Iterable[Event]) -> list[Happening]:
    """The events in the sequence that they come in; `detail` is what each type's schema promises, the ids aside."""
    return [
        {
            "at": moment(event.occurred_at),
            "type": event.type,
            "event_id": event.event_id,
            "order_id": event.order_id or None,
            "detail": dict(event.detail),
        }
        for event in events
    ]
