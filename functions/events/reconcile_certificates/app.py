"""Every quarter of an hour: mends what processes left that died in the middle, and says what it could not."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from certkeeper.entrypoints.failed_items import log_failed_item
from certkeeper.entrypoints.schedule import Context, timed
from certkeeper.entrypoints.wiring.event_bus import event_bus
from certkeeper.entrypoints.wiring.removal_vault import removal_vault
from certkeeper.entrypoints.wiring.table.certificates import certificates
from certkeeper.entrypoints.wiring.table.removals import removals
from certkeeper.entrypoints.wiring.table.uploads import uploads
from certkeeper.entrypoints.wiring.upload_vault import upload_vault
from certkeeper.services.certificates.reconcile_certificates import reconcile_certificates


@timed
def handler(now: datetime, context: Context) -> Mapping[str, Any]:
    """The ids of uploads, deletions and restorations, by what became of them."""
    done = reconcile_certificates(
        uploads=uploads(),
        upload_vault=upload_vault(),
        certificates=certificates(),
        removals=removals(),
        removal_vault=removal_vault(),
        event_bus=event_bus(),
        seconds_left=lambda: context.get_remaining_time_in_millis() / 1000,
        on_failure=log_failed_item,
        now=now,
    )
    return asdict(done)
