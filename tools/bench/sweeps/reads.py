"""What a sweep reads of a table of which 3 % are due: counted on moto, whose index answers as DynamoDB's does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from certkeeper.adapters.aws.clients import client
from certkeeper.domain.renewal.renewal_info import RenewalInfo
from certkeeper.domain.renewal.state import RenewalWindow
from functions.events.sweep_certificates import app
from tests.integration.machine.aws.account import account
from tests.integration.machine.aws.account_contents import TABLE
from tests.integration.machine.aws.calls import Calls
from tools.bench.costs.item_sizes import READ_BYTES
from tools.bench.costs.metering import metering
from tools.bench.costs.phases import SWEEP, Context
from tools.bench.costs.prices import Item
from tools.bench.sweeps.table import bytes_of, certificate_rows, event, is_certificate, put_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.bench.costs.item_sizes import Row

COUNTED, TARGET_SIZE = 2_000, 1_000_000
DUE_SHARE = 0.03
FOLLOWING = ("#ORDERS", "#NAMES", "#FINGERPRINTS")
"""With a version, and a certificate's own row, these stay for as long as the certificate does."""


@dataclass(frozen=True, slots=True)
class SweepReads:
    """Of `certificates`, `due` were due. `scan_units` is what a Scan of the whole table takes, as cheap as it gets.

    Those of `at_target_size` are for a million: what grows with the table, multiplied, and what does not.
    """

    certificates: int
    due: int
    items: int
    units: float
    scan_units: float

    @property
    def items_per_due(self) -> float:
        """Rows of index and table, however often a sweep begins."""
        return self.items / self.due

    @property
    def units_over_scan(self) -> float:
        """How little of the table is read."""
        return self.units / self.scan_units

    @property
    def at_target_size(self) -> SweepReads:
        """What is read beside what is due is a scope's row, and the same for a table of any size."""
        times = TARGET_SIZE / self.certificates
        beside = self.items - self.due
        due = round(self.due * times)
        return SweepReads(TARGET_SIZE, due, due + beside, self.units * times, self.scan_units * times)


class FixedRenewalInfos:
    """In place of the CA: the same window again, so that nothing changes but when to ask again."""

    def __init__(self, now: datetime) -> None:
        self._window = RenewalWindow(now + timedelta(days=50), now + timedelta(days=52))

    def ask(self, ari_id: str) -> RenewalInfo:  # noqa: ARG002 - for every certificate
        """Return the same window for every certificate, whatever its ARI id."""
        return RenewalInfo(self._window, timedelta(hours=6))


def sweep_reads(rows: Sequence[Row]) -> SweepReads:
    """Return what a sweep reads; the table is made of `rows`, those of one certificate."""
    (original,) = filter(is_certificate, rows)
    now = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    due = round(COUNTED * DUE_SHARE)
    with pytest.MonkeyPatch.context() as patch, account({}, Calls()):
        patch.setattr(app, "renewal_infos", lambda: FixedRenewalInfos(now))
        put_all(client("dynamodb"), TABLE, list(certificate_rows(original, COUNTED, due, now)))
        with metering() as meter:
            app.handler(event(now), Context())
        assert meter.operations["dynamodb: UpdateItem"] == due, f"{SWEEP} has not checked all"
        units = meter.quantities[Item.READ_UNITS]
        return SweepReads(COUNTED, due, meter.items_read, units, COUNTED * bytes_of(_kept(rows)) / READ_BYTES / 2)


def _kept(rows: Sequence[Row]) -> list[Row]:
    partitions = ((row, row["pk"]["S"]) for row in rows)
    return [
        row
        for row, partition in partitions
        if is_certificate(row) or partition.startswith("CERTIFICATE#") or partition.endswith(FOLLOWING)
    ]
