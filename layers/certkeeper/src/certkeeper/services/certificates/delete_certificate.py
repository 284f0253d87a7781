"""The deletion of a certificate, which can be restored for some time (ADR 47)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.actions import CertificateAction, require, require_revision
from certkeeper.ports.removals import Removal, RemovalKind
from certkeeper.services.certificates.finish_removal import finish_removal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from certkeeper.domain.certificates.actions import ExpectedRevisions
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.removals import Removals
    from certkeeper.ports.vaults import RemovalVault


@dataclass(frozen=True, slots=True)
class DeletionRequest:
    """The request to delete a certificate.

    `if_match` are the revisions that the caller allows. `window` is how long the certificate can be restored, in whole
    days.
    """

    scope: str
    certificate_id: str
    caller: str
    if_match: ExpectedRevisions
    window: timedelta


def delete_certificate(
    request: DeletionRequest,
    *,
    certificates: Certificates,
    removals: Removals,
    vault: RemovalVault,
    event_bus: EventBus,
    new_id: Callable[[], str],
    now: datetime,
) -> Certificate:
    """Delete the certificate of a request, and return it as it is then. It is idempotent.

    The row and the intent are written first, the secret second, and the event is published third: the reconciler
    finishes what a crash leaves. Raises NotFoundError, LostUpdateError, and ConflictError: 'order_running', 'changed'.
    """
    certificate = certificates.get(request.scope, request.certificate_id)
    if certificate.deleted_at is not None:
        return certificate
    require_revision(certificate, request.if_match)
    require(certificate, CertificateAction.DELETE, now)
    removal = Removal(
        kind=RemovalKind.DELETION,
        removal_id=new_id(),
        certificate=certificate,
        started_at=now,
        caller=request.caller,
        recoverable_until=now + request.window,
    )
    deleted = removals.delete(removal)
    vault.remove(request.certificate_id, request.window.days)
    finish_removal(removal, deleted, removals=removals, event_bus=event_bus)
    return deleted
