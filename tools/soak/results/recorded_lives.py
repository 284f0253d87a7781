"""What became of every certificate, written down by the fakes as it is stored, and by nobody of ours."""

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
class Life:
    """One version: `since` when it is the current one, and its validity."""

    version: int
    since: datetime
    not_before: datetime
    not_after: datetime


@dataclass
class Lives:
    """`versions` by certificate, oldest first. `by_ari_id`: the validity of those that can be asked about.

    `revoked`: when, by certificate; `taken_back`: by certificate and version. `issued`, `failed` and `given_up` are
    orders, with when they ended: the last are those whose end is no failure of ours, cancelled by a person or waiting
    for one in vain. `prepared`: when the orders of renewals that a person has to set records for came to know them.
    """

    versions: defaultdict[str, list[Life]] = field(default_factory=lambda: defaultdict(list))
    by_ari_id: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    revoked: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    taken_back: dict[tuple[str, int], datetime] = field(default_factory=dict)
    issued: list[str] = field(default_factory=list)
    failed: dict[str, datetime] = field(default_factory=dict)
    given_up: dict[str, datetime] = field(default_factory=dict)
    prepared: dict[str, datetime] = field(default_factory=dict)

    def begin(self, certificate_id: str, version: int, facts: CertificateFacts, since: datetime) -> None:
        """A version has become the current one."""
        self.versions[certificate_id].append(Life(version, since, facts.not_before, facts.not_after))
        if facts.authority_key_id:
            self.by_ari_id[ari_id(facts)] = (facts.not_before, facts.not_after)


class RecordingOrders(FakeOrders):
    """`FakeOrders`, which tell `lives` what they store."""

    def __init__(self, table: FakeTable, lives: Lives, clock: Clock) -> None:
        super().__init__(table)
        self._lives, self._clock = lives, clock

    def commit(self, order: Order, version: CertificateVersion) -> Order:
        """See `Orders.commit`."""
        before = self.table.certificates.get((order.scope, order.certificate_id))
        saved = super().commit(order, version)
        if before is not self.table.certificates[order.scope, order.certificate_id]:
            self._lives.begin(order.certificate_id, version.version, version.facts, version.created_at)
            self._lives.issued.append(order.order_id)
        return saved

    def save(self, order: Order) -> Order:
        """See `Orders.save`."""
        before = self.table.orders.get((order.scope, order.order_id))
        saved = super().save(order)
        if saved.renews_version and saved.awaits_person and saved.pending_authorizations and not saved.ended:
            self._lives.prepared.setdefault(saved.order_id, self._clock())
        if (
            saved.renews_version
            and saved.ended
            and before
            and not before.ended
            and saved.status is not OrderStatus.VALID
        ):
            in_vain = saved.status is OrderStatus.EXPIRED and saved.awaits_person
            cancelled = saved.status is OrderStatus.CANCELLED
            ended = self._lives.given_up if in_vain or cancelled else self._lives.failed
            ended[saved.order_id] = saved.closed_at or saved.created_at
        return saved
