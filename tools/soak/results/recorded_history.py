"""What became of every certificate, recorded by the fakes as it is stored."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certkeeper.domain.orders.order import OrderStatus
from certkeeper.domain.renewal.renewal_info import ari_id
from tests.fakes.rows.orders import FakeOrders

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import CertificateFacts, CertificateVersion
    from certkeeper.domain.clock import Clock
    from certkeeper.domain.orders.order import Order
    from tests.fakes.rows.table import FakeTable


@dataclass(frozen=True, slots=True)
class Validity:
    """One version: `since` when it is the current one, and its validity."""

    version: int
    since: datetime
    not_before: datetime
    not_after: datetime


@dataclass
class History:
    """`versions` by certificate, oldest first. `by_ari_id`: the validity of those that can be asked about.

    `revoked`: when, by certificate; `revoked_versions`: by certificate and version. `issued`, `failed` and
    `ended_without_failure` are orders, with when they ended: the last were cancelled by a person, or waited for one in
    vain. `prepared`: when the records became known that a person has to set for a renewal.
    """

    versions: defaultdict[str, list[Validity]] = field(default_factory=lambda: defaultdict(list))
    by_ari_id: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    revoked: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    revoked_versions: dict[tuple[str, int], datetime] = field(default_factory=dict)
    issued: list[str] = field(default_factory=list)
    failed: dict[str, datetime] = field(default_factory=dict)
    ended_without_failure: dict[str, datetime] = field(default_factory=dict)
    prepared: dict[str, datetime] = field(default_factory=dict)

    def begin(self, certificate_id: str, version: int, facts: CertificateFacts, since: datetime) -> None:
        """Record that a version of a certificate is the current one since a moment.

        `certificate_id` names the certificate, and `facts` are those of the version.
        """
        self.versions[certificate_id].append(Validity(version, since, facts.not_before, facts.not_after))
        if facts.authority_key_id:
            self.by_ari_id[ari_id(facts)] = (facts.not_before, facts.not_after)


class RecordingOrders(FakeOrders):
    """`FakeOrders` that record in `history` what they store."""

    def __init__(self, table: FakeTable, history: History, clock: Clock) -> None:
        super().__init__(table)
        self._history, self._clock = history, clock

    def commit(self, order: Order, version: CertificateVersion) -> Order:
        """Store the version of an order as `FakeOrders` does, record it if it is new, and return the saved order."""
        before = self.table.certificates.get((order.scope, order.certificate_id))
        saved = super().commit(order, version)
        if before is not self.table.certificates[order.scope, order.certificate_id]:
            self._history.begin(order.certificate_id, version.version, version.facts, version.created_at)
            self._history.issued.append(order.order_id)
        return saved

    def save(self, order: Order) -> Order:
        """Store the order as `FakeOrders` does, record what became of it, and return the saved order."""
        before = self.table.orders.get((order.scope, order.order_id))
        saved = super().save(order)
        if saved.renews_version and saved.awaits_person and saved.pending_authorizations and not saved.ended:
            self._history.prepared.setdefault(saved.order_id, self._clock())
        if (
            saved.renews_version
            and saved.ended
            and before
            and not before.ended
            and saved.status is not OrderStatus.VALID
        ):
            in_vain = saved.status is OrderStatus.EXPIRED and saved.awaits_person
            cancelled = saved.status is OrderStatus.CANCELLED
            ended = self._history.ended_without_failure if in_vain or cancelled else self._history.failed
            ended[saved.order_id] = saved.closed_at or saved.created_at
        return saved
