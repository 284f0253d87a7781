"""The end of a deletion or a restoration: the event is published, then the intent is deleted (ADR 47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain import event_details
from certkeeper.domain.events import Event, EventType
from certkeeper.ports.removals import RemovalKind

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.removals import Removal, Removals
    from certkeeper.ports.vaults import RemovalVault

_TYPES = {
    RemovalKind.DELETION: EventType.CERTIFICATE_DELETED,
    RemovalKind.RESTORATION: EventType.CERTIFICATE_RESTORED,
}
MAX_ATTEMPTS = 3
"""The most attempts against others that delete or restore the certificate at the same moment."""


def finish_removal(removal: Removal, certificate: Certificate, *, removals: Removals, event_bus: EventBus) -> bool:
    """Publish the event of a committed removal and delete its intent; return whether the intent was deleted.

    The intent stays where the certificate was deleted or restored again. `certificate` is the one by which the secret
    was corrected. A crash in between leads back here.
    """
    if is_committed(removal, certificate):
        event_bus.publish(_event(removal))
    return removals.delete_intent(removal, certificate)


def is_committed(removal: Removal, certificate: Certificate) -> bool:
    """Return whether the removal was committed: a deletion's intent is stored with it, a restoration's before it.

    `certificate` is as it was read.
    """
    return removal.kind is RemovalKind.DELETION or certificate.removal_id == removal.removal_id


def _event(removal: Removal) -> Event:
    certificate = removal.certificate
    until = removal.recoverable_until
    return Event(
        event_id=removal.removal_id,
        type=_TYPES[removal.kind],
        occurred_at=removal.started_at,
        scope=certificate.scope,
        certificate_id=certificate.certificate_id,
        order_id="",
        detail=event_details.deleted(name=certificate.name, caller=removal.caller, recoverable_until=until)
        if until
        else event_details.restored(name=certificate.name, caller=removal.caller),
    )


def reconcile_removal(
    removal: Removal,
    *,
    certificates: Certificates,
    removals: Removals,
    vault: RemovalVault,
    event_bus: EventBus,
    now: datetime,
) -> str:
    """Finish a removal after a crash, and return `finished`, `rolled_back` (nothing was committed), or `unfinished`.

    It is unfinished where others keep changing the certificate. Raises NotFoundError where a secret that is needed is
    gone.
    """
    for _ in range(MAX_ATTEMPTS):
        certificate = certificates.get(removal.certificate.scope, removal.certificate.certificate_id)
        _correct_secret(certificate, vault, now)
        if finish_removal(removal, certificate, removals=removals, event_bus=event_bus):
            return "finished" if is_committed(removal, certificate) else "rolled_back"
    return "unfinished"


def _correct_secret(certificate: Certificate, vault: RemovalVault, now: datetime) -> None:
    """Schedule or cancel the deletion of the secret, as the row of the certificate says.

    A value is made current only in a secret that was scheduled for deletion: else an order may be about to bring one.
    """
    certificate_id = certificate.certificate_id
    if certificate.recoverable_until is not None:
        vault.remove(certificate_id, (certificate.recoverable_until - now).days + 1)
    elif vault.is_deletion_scheduled(certificate_id):
        vault.recover(certificate_id, certificate.order_id)
