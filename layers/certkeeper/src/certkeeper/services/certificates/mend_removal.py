"""A deletion or a restoration whose process has died, or was overtaken: the secret becomes what the row says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.services.certificates.finish_removal import finish_removal, was_done

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.removals import Removal, Removals
    from certkeeper.ports.vaults import RemovalVault

TRIES = 3
"""Somebody deletes or restores it at this very moment; a third time within a second nobody does."""


def mend_removal(
    removal: Removal,
    *,
    certificates: Certificates,
    removals: Removals,
    vault: RemovalVault,
    event_bus: EventBus,
    now: datetime,
) -> str:
    """`finished` where it was done, `undone` where the row has nothing of it, `left` where others keep changing it.

    Raises NotFoundError where the secret of a certificate that shall stay is gone.
    """
    for _ in range(TRIES):
        certificate = certificates.get(removal.certificate.scope, removal.certificate.certificate_id)
        _set_right(certificate, vault, now)
        if finish_removal(removal, certificate, removals=removals, event_bus=event_bus):
            return "finished" if was_done(removal, certificate) else "undone"
    return "left"


def _set_right(certificate: Certificate, vault: RemovalVault, now: datetime) -> None:
    """A value is only made current with a secret that is given back: else an order may be about to bring a new one."""
    certificate_id = certificate.certificate_id
    if certificate.recoverable_until is not None:
        vault.remove(certificate_id, (certificate.recoverable_until - now).days + 1)
    elif vault.going(certificate_id):
        vault.recover(certificate_id, certificate.order_id)
