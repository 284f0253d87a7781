"""The end of an upload, for the process that began it and for the reconciler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain import event_details
from certkeeper.domain.errors import ConflictError
from certkeeper.domain.events import Event, EventType
from certkeeper.ports.receipts import ReceiptExistsError
from certkeeper.services.certificates.settle_secret import settle_secret

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.uploads import UploadIntent, Uploads
    from certkeeper.ports.vaults import UploadVault


def finish_upload(
    intent: UploadIntent, *, uploads: Uploads, certificates: Certificates, vault: UploadVault, event_bus: EventBus
) -> Certificate:
    """Commit the upload of an intent, publish its event, delete the intent last, and return the certificate.

    It is idempotent: a crash in between leads back here. Another upload that was withdrawn at the same moment may have
    moved the secret's current value, so that is corrected after the commit.
    """
    certificate = uploads.commit(intent)
    settle_secret(certificate, certificates=certificates, vault=vault)
    event_bus.publish(_event(intent))
    uploads.delete_intent(intent)
    return certificate


def roll_back_upload(intent: UploadIntent, *, uploads: Uploads, certificates: Certificates, vault: UploadVault) -> None:
    """Undo the upload of an intent.

    The stored value is removed first, the intent last, so that a crash leads back here. The version before it may be
    any by now, so the row says which value becomes current.
    """
    vault.withdraw(intent.version.certificate_id, intent.upload_id)
    if intent.version.version > 1:
        certificate = certificates.get(intent.certificate.scope, intent.certificate.certificate_id)
        settle_secret(certificate, certificates=certificates, vault=vault)
    uploads.delete_intent(intent)


def _event(intent: UploadIntent) -> Event:
    certificate, version = intent.certificate, intent.version
    return Event(
        event_id=intent.upload_id,
        type=EventType.CERTIFICATE_UPLOADED,
        occurred_at=version.created_at,
        scope=certificate.scope,
        certificate_id=certificate.certificate_id,
        order_id="",
        detail=event_details.uploaded(
            name=certificate.name,
            version=version.version,
            sha256=version.facts.sha256,
            confirmed_losses=version.confirmed_losses,
        ),
    )


def reconcile_upload(
    intent: UploadIntent, *, uploads: Uploads, certificates: Certificates, vault: UploadVault, event_bus: EventBus
) -> str:
    """Finish the upload of an intent after a crash, or undo it, and return `finished` or `rolled_back`."""
    if vault.holds(intent.version.certificate_id, intent.upload_id):
        try:
            finish_upload(intent, uploads=uploads, certificates=certificates, vault=vault, event_bus=event_bus)
        except (ConflictError, ReceiptExistsError):
            pass  # somebody has uploaded it again, or something else under its name: that one stays
        else:
            return "finished"
    roll_back_upload(intent, uploads=uploads, certificates=certificates, vault=vault)
    return "rolled_back"
