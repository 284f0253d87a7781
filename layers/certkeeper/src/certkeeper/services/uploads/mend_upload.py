"""An upload whose process has died: finished where the key is stored, else undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.errors import ConflictError
from certkeeper.ports.receipts import ReceiptExistsError
from certkeeper.services.uploads.finish_upload import finish_upload, undo_upload

if TYPE_CHECKING:
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.uploads import Intent, Uploads
    from certkeeper.ports.vaults import UploadVault


def mend_upload(intent: Intent, *, uploads: Uploads, vault: UploadVault, event_bus: EventBus) -> str:
    """`finished` or `undone`."""
    if vault.holds(intent.version.certificate_id, intent.upload_id):
        try:
            finish_upload(intent, uploads=uploads, event_bus=event_bus)
        except (ConflictError, ReceiptExistsError):
            pass  # somebody has uploaded it again, or something else under its name: that one stays
        else:
            return "finished"
    undo_upload(intent, uploads=uploads, vault=vault)
    return "undone"
