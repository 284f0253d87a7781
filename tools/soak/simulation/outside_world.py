"""What is around Certkeeper: sites that redirect, zones with records, a CA that says when to renew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.errors import TransientError
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.renewal.renewal_info import RenewalInfo
from certkeeper.domain.renewal.state import RenewalWindow
from tests.fakes.dns.lookout import FakeLookout

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.clock import Clock
    from certkeeper.domain.dns.findings import Expectation
    from tests.fakes.dns.txt_records import FakeTxtRecords
    from tests.fakes.rows.responder import FakeResponder
    from tools.soak.wiring.faults import FaultInjector

SHORT_LIFETIME = timedelta(days=10)
RETRY_AFTER = timedelta(hours=6)


class SoakLookout(FakeLookout):
    """Every site redirects to Certkeeper, every persistent record is there, and what a zone gets is found."""

    def __init__(self, clock: Clock, responder: FakeResponder, txt_records: FakeTxtRecords) -> None:
        super().__init__(clock)
        self._tokens = responder
        self._txt_records = txt_records

    def _seen(self, expectation: Expectation) -> set[str]:
        if expectation.challenge is ChallengeType.DNS_PERSIST_01:
            return {expectation.expected}
        if expectation.challenge is ChallengeType.HTTP_01:
            token = expectation.where.rpartition("/")[2]
            answer = self._tokens.presented.get(token)
            return {answer} if answer else set()
        where = expectation.alias or expectation.where
        zones = (self._txt_records.held.get((zone, where), set()) for zone in self._txt_records.names)
        return self.shown.get(expectation.where, set()).union(*zones)


@dataclass
class SoakRenewalInfos:
    """Fulfils `ports.renewals.RenewalInfos`: a window about a third, of a short life half, before the end.

    From `early_renewal_from` on, every certificate that began before shall be renewed at once: a revocation of many.
    """

    clock: Clock
    faults: FaultInjector
    early_renewal_from: datetime
    begun: dict[str, tuple[datetime, datetime]]
    asked: int = 0

    def ask(self, ari_id: str) -> RenewalInfo:
        """Return the renewal window of the certificate with this ARI id.

        Raises TransientError where a fault is injected.
        """
        return self.faults.call_ca(lambda: self._answer(ari_id))

    def _answer(self, ari_id: str) -> RenewalInfo:
        self.asked += 1
        if ari_id not in self.begun:
            raise TransientError("the CA does not know this certificate yet")
        not_before, not_after = self.begun[ari_id]
        if not_before < self.early_renewal_from <= self.clock():
            return RenewalInfo(RenewalWindow(not_before, not_before + timedelta(hours=1)), RETRY_AFTER)
        life = not_after - not_before
        middle = not_after - life / (2 if life < SHORT_LIFETIME else 3)
        half = min(timedelta(days=1), life / 20)
        start, end = ((middle + side * half).replace(microsecond=0) for side in (-1, 1))
        return RenewalInfo(RenewalWindow(start, end), RETRY_AFTER)
