"""The end of a deletion or a restoration: the event, and the note last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain import event_details
from certkeeper.domain.events import Event, EventType
from certkeeper.ports.removals import RemovalKind

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.removals import Removal, Removals

_TYPES = {
    RemovalKind.DELETION: EventType.CERTIFICATE_DELETED,
    RemovalKind.RESTORATION: EventType.CERTIFICATE_RESTORED,
}


def finish_removal(removal: Removal, seen: Certificate, *, removals: Removals, event_bus: EventBus) -> bool:
    """Tells of it where it was done, and forgets it unless the certificate was removed or restored again since.

    `seen` is the certificate by which the secret was set right. Dying in between leads back here.
    """
    if was_done(removal, seen):
        event_bus.publish(_event(removal))
    return removals.forget(removal, seen)


def was_done(removal: Removal, seen: Certificate) -> bool:
    """The note of a deletion came with it; that of a restoration came before."""
    return removal.kind is RemovalKind.DELETION or seen.removal_id == removal.removal_id


def _event(removal: Removal) -> Event:
    certificate = removal.certificate
    until = removal.recoverable_until
    return Event(
        event_id=removal.removal_id,
        type=_TYPES[removal.kind],
        occurred_at=removal.begun_at,
        scope=certificate.scope,
        certificate_id=certificate.certificate_id,
        order_id="",
        detail=event_details.deleted(name=certificate.name, caller=removal.caller, recoverable_until=until)
        if until
        else event_details.restored(name=certificate.name, caller=removal.caller),
    )
