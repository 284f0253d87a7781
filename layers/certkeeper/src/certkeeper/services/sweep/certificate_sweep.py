"""A sweep's work for one certificate: read, decide, store, act, and remove the published events (ADR 51).

A crash at any point leaves a row that is due, from which the next sweep continues: a stored order is started again, and
a stored event is published again under the same id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.renewal.next_steps import due_at
from certkeeper.domain.renewal.rate_limits import URGENT
from certkeeper.domain.renewal.renewal_info import ari_id
from certkeeper.domain.renewal.sweep_decision import Gathered, decide, needs_info, needs_order
from certkeeper.services.batches import attempt_all
from certkeeper.services.sweep.renewal_order import renewal_order, with_running_order

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.orders.order import Order
    from certkeeper.domain.renewal.renewal_info import RandomMoment, RenewalInfo
    from certkeeper.domain.renewal.sweep_decision import Decision
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.orders import Machine, Orders
    from certkeeper.ports.rate_limits import RateLimits
    from certkeeper.ports.renewals import Renewals
    from certkeeper.services.batches import OnFailure
    from certkeeper.services.notices.policies import NoticePolicies
    from certkeeper.services.sweep.circuit_breaker import CircuitBreaker


@dataclass(frozen=True, slots=True)
class SweepResult:
    """The result of a sweep for one certificate.

    `renewed`: a renewal has begun. `started`: a state machine was started again. `held_back`: a renewal waits for a
    rate limit. `published` is the number of events.
    """

    renewed: bool = False
    started: bool = False
    held_back: bool = False
    stalled: bool = False
    published: int = 0


@dataclass(frozen=True, slots=True)
class CertificateSweeper:
    """The ports and settings with which certificates are processed.

    `random_moment` returns a random moment between two. `on_failure` is called for each certificate, event and shard
    that failed.
    """

    renewals: Renewals
    orders: Orders
    rate_limits: RateLimits
    machine: Machine
    event_bus: EventBus
    notice_policies: NoticePolicies
    circuit_breaker: CircuitBreaker
    new_id: Callable[[], str]
    random_moment: RandomMoment
    on_failure: OnFailure

    def process(self, certificate: Certificate, now: datetime) -> SweepResult:
        """Process a certificate that is due at `now`, and return what was done.

        Raises CertificateChangedError where it was written meanwhile: that write has made it due. Raises what
        publishing an event raised, after all events were tried: that event stays in the outbox.
        """
        decision = decide(
            certificate,
            self.notice_policies.of(certificate),
            self._gathered(certificate, now),
            random_moment=self.random_moment,
            now=now,
        )
        order, stored = self._stored(decision, now)
        if to_start := order or decision.start:
            self.machine.start(to_start)
        self._publish(stored, now)
        return SweepResult(
            renewed=order is not None,
            started=decision.start is not None,
            held_back=decision.renew is not None and order is None,
            stalled=decision.stalled,
            published=len(stored.outbox),
        )

    def _gathered(self, certificate: Certificate, now: datetime) -> Gathered:
        return Gathered(order=self._order(certificate), info=self._info(certificate, now))

    def _order(self, certificate: Certificate) -> Order | None:
        order_id = needs_order(certificate)
        try:
            return self.orders.get(certificate.scope, order_id) if order_id else None
        except NotFoundError:
            return None

    def _info(self, certificate: Certificate, now: datetime) -> RenewalInfo | None:
        if certificate.facts is None or not needs_info(certificate, now):
            return None
        return self.circuit_breaker.ask(ari_id(certificate.facts))

    def _stored(self, decision: Decision, now: datetime) -> tuple[Order | None, Certificate]:
        """Return the order of a renewal that begins, or None, and the certificate as it was stored."""
        certificate = decision.certificate
        if decision.renew is None or certificate.plan is None or certificate.facts is None:
            return None, self._save(certificate, now)
        if until := self._refused_until(certificate, now):
            held = replace(certificate.state, next_attempt_at=until, held_back=True)
            return None, self._save(replace(certificate, renewal=held), now)
        order = renewal_order(certificate, certificate.plan, certificate.facts, order_id=self.new_id(), now=now)
        begun = with_running_order(certificate, order, now)
        return order, self.renewals.begin(begun, order, self._due_at(begun, now))

    def _refused_until(self, certificate: Certificate, now: datetime) -> datetime | None:
        """Count the order, and return None or when to ask again.

        It is counted before it is placed: a crash in between counts one too many, never one too few.
        """
        left = certificate.facts.not_after - now if certificate.facts else URGENT
        urgent = timedelta() < left < URGENT
        return self.rate_limits.take_validations(certificate.ordered_names, now) or self.rate_limits.take_order(
            now, urgent=urgent
        )

    def _publish(self, certificate: Certificate, now: datetime) -> None:
        """Publish the events of the outbox. An event that cannot be published does not stop the others."""
        outbox = certificate.outbox
        if not outbox:
            return
        failed = attempt_all(
            [(each.event_id, partial(self.event_bus.publish, each)) for each in outbox], self.on_failure
        )
        left = tuple(each for each in outbox if each.event_id in failed)
        if left != outbox:
            self._save(replace(certificate, outbox=left), now)
        for error in failed.values():
            raise error

    def _save(self, certificate: Certificate, now: datetime) -> Certificate:
        return self.renewals.save(certificate, self._due_at(certificate, now))

    def _due_at(self, certificate: Certificate, now: datetime) -> datetime | None:
        return due_at(certificate, self.notice_policies.of(certificate), now)
