"""Removal of old rows every day: those of a year do not fit into memory."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fakes.rows.table import FakeTable
    from tests.fakes.vault import FakeVault

KEPT = timedelta(days=12)


def prune(table: FakeTable, vault: FakeVault, now: datetime) -> None:
    """Remove from table and vault what is old at `now`: ended orders with their keys, and replaced versions."""
    ended = [key for key, order in table.orders.items() if order.closed_at and order.closed_at < now - KEPT]
    for key in ended:
        order = table.orders.pop(key)
        secret = vault.secrets.get(order.certificate_id)
        if secret and secret.pending != order.order_id:
            secret.keys.pop(order.order_id, None)
            secret.bundles.pop(order.order_id, None)
    current = {certificate_id: each.version for (_, certificate_id), each in table.certificates.items()}
    for place in [place for place in table.versions if place[1] < current.get(place[0], 0)]:
        del table.versions[place]
