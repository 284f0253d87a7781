"""What processes that died in the middle have left: uploads finished or undone, secrets set right by their rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertkeeperError
from certkeeper.services.removals.mend_removal import mend_removal
from certkeeper.services.uploads.mend_upload import mend_upload

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.removals import Removals
    from certkeeper.ports.uploads import Uploads
    from certkeeper.ports.vaults import RemovalVault, UploadVault


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Ids of uploads, deletions and restorations by what became of them.

    Those in `left` could not be mended now, and are tried again next time.
    """

    finished: tuple[str, ...]
    undone: tuple[str, ...]
    left: tuple[str, ...]


def reconcile_certificates(
    *,
    uploads: Uploads,
    upload_vault: UploadVault,
    certificates: Certificates,
    removals: Removals,
    removal_vault: RemovalVault,
    event_bus: EventBus,
    now: datetime,
) -> Reconciliation:
    """Mends one by one: what cannot be mended keeps nothing else from it."""
    upload = partial(mend_upload, uploads=uploads, vault=upload_vault, event_bus=event_bus)
    removal = partial(
        mend_removal, certificates=certificates, removals=removals, vault=removal_vault, event_bus=event_bus, now=now
    )
    tasks = [(each.upload_id, partial(upload, each)) for each in uploads.overdue(now)]
    tasks += [(each.removal_id, partial(removal, each)) for each in removals.overdue(now)]
    found: dict[str, list[str]] = {"finished": [], "undone": [], "left": []}
    for id_, mend in tasks:
        try:
            became = mend()
        except CertkeeperError:
            became = "left"
        found[became].append(id_)
    return Reconciliation(tuple(found["finished"]), tuple(found["undone"]), tuple(found["left"]))
