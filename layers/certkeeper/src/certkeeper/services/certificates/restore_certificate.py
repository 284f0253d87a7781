"""The restoration of a certificate that was deleted (ADR 47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.actions import CertificateAction, require
from certkeeper.domain.errors import ConflictError, NotFoundError
from certkeeper.ports.removals import Removal, RemovalKind
from certkeeper.services.certificates.finish_removal import finish_removal, reconcile_removal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.removals import Removals
    from certkeeper.ports.vaults import RemovalVault


def restore_certificate(
    scope: str,
    certificate_id: str,
    *,
    caller: str,
    certificates: Certificates,
    removals: Removals,
    vault: RemovalVault,
    event_bus: EventBus,
    new_id: Callable[[], str],
    now: datetime,
) -> Certificate:
    """Restore the certificate of this scope and id, and return it as it is then. It is idempotent.

    The intent is written first, the secret second, the row third: the reconciler corrects what a crash leaves, by the
    row. Raises NotFoundError, and ConflictError: 'gone', 'name_taken' where another certificate has its name by now,
    'changed'.
    """
    certificate = certificates.get(scope, certificate_id)
    if certificate.deleted_at is None:
        return certificate
    require(certificate, CertificateAction.RESTORE, now)
    _require_secret(certificate_id, vault)
    removal = Removal(
        kind=RemovalKind.RESTORATION, removal_id=new_id(), certificate=certificate, started_at=now, caller=caller
    )
    removals.record_intent(removal)
    vault.recover(certificate_id, certificate.order_id)
    try:
        restored = removals.restore(removal)
    except ConflictError:
        reconcile_removal(
            removal, certificates=certificates, removals=removals, vault=vault, event_bus=event_bus, now=now
        )
        raise
    finish_removal(removal, restored, removals=removals, event_bus=event_bus)
    return restored


def _require_secret(certificate_id: str, vault: RemovalVault) -> None:
    try:
        vault.is_deletion_scheduled(certificate_id)
    except NotFoundError as error:
        raise ConflictError(
            "gone", "its secret is no longer in Secrets Manager; order or upload a new certificate"
        ) from error
