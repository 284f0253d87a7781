"""A simulated world: the real sweep and the real tasks among parts that fail, with certificates and administrators."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from certkeeper.domain.renewal.rate_limits import ORDERS_PER_THREE_HOURS
from tests.fakes.ca.authority_state import NO_PROBLEM
from tests.fakes.clock import FakeClock
from tests.fakes.ids import CountingIds
from tools.soak.simulation.administrators import Administrators
from tools.soak.simulation.initial_rows import SCOPE, write_initial_rows, write_successor
from tools.soak.simulation.new_orders import place_first_order
from tools.soak.simulation.population import FAILING_SHARE, PLANS, Mode, make_population
from tools.soak.simulation.pruning import prune
from tools.soak.simulation.revocations import revoke
from tools.soak.simulation.timeline import Timeline
from tools.soak.state_machine.sweeps import Sweeps
from tools.soak.state_machine.tasks import tasks
from tools.soak.wiring.faults import DEFAULT_RATES, FaultInjector, FaultRates, for_hours
from tools.soak.wiring.simulated_ports import make_simulation

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.orders.order import Order
    from tools.soak.simulation.population import SimulatedCertificate

HOUR = timedelta(hours=1)
"""The template's default schedule."""
DAY = timedelta(days=1)
VERIFY_INTERVAL = timedelta(hours=1)
"""VerifyIntervalSeconds: an hour, as for a machine that waits days for people, instead of five minutes."""
ORDER_LIFETIME = timedelta(days=7)
CALM_DAYS = 4
"""At the end nothing goes wrong any more: what is still open then has been forgotten."""
OUTAGE_HOURS, PAUSE_HOURS = 72, 24
OUTAGE_AT, PAUSE_AT, EARLY_RENEWAL_AT = 0.3, 0.6, 0.75
"""Shares of the time after which the CA is out, nobody sweeps, and the CA wants old certificates to be replaced."""


class SoakWorld:
    """`population` are by the id of their certificate."""

    def __init__(
        self,
        *,
        certificates: int,
        days: int,
        seed: int,
        max_orders: int = ORDERS_PER_THREE_HOURS,
        every: timedelta = HOUR,
        fault_rates: FaultRates = DEFAULT_RATES,
        failing_share: float = FAILING_SHARE,
    ) -> None:
        """`max_orders`: what the CA allows in three hours; a small world needs less to come upon the limit.

        `every`: the pause between two sweeps. `failing_share`: the share of certificates whose
        challenges fail for some days.
        """
        self.seed, self.max_orders, self.every = seed, max_orders, every
        self.random = Random(seed)  # noqa: S311 - a year that can be lived again, not a key
        self.timeline = Timeline(FakeClock())
        self.begin = self.timeline.clock.now
        self.end = self.begin + timedelta(days=days)
        self.faults = FaultInjector(self.timeline.clock, self.random, fault_rates, calm_from=self.end - CALM_DAYS * DAY)
        self.faults.outages = [for_hours(self.begin + days * OUTAGE_AT * DAY, OUTAGE_HOURS)]
        self.faults.pauses = [for_hours(self.begin + days * PAUSE_AT * DAY, PAUSE_HOURS)]
        self.administrators = Administrators(self.timeline.clock, self.random, self.timeline.schedule)
        self.administrators.set_records = self._set_records
        self.administrators.upload_successor = self._upload_successor
        early = self.begin + days * EARLY_RENEWAL_AT * DAY
        parts = (self.timeline, self.faults, self.administrators, self.random)
        self.simulation = make_simulation(*parts, max_orders=max_orders, early_renewal_from=early)
        self.new_id = CountingIds()
        ports = self.simulation.ports
        self.sweeps = Sweeps(ports, self.timeline, self.faults, self.random, self.new_id)
        self.simulation.machine.tasks = tasks(ports, self.timeline.clock, VERIFY_INTERVAL, ORDER_LIFETIME)
        self.population: dict[str, SimulatedCertificate] = {}
        for subject in make_population(certificates, self.random, days, failing_share):
            self._add(subject)

    def run(self) -> None:
        """Schedule the sweeps, and run everything that is scheduled until the end."""
        at = self.begin
        while at < self.end:
            self.timeline.schedule(at, partial(self.sweeps.sweep, at))
            at += self.every
        for day in range((self.end - self.begin).days):
            self._on(day, self._prune)
        self.timeline.run(self.end)

    def _add(self, subject: SimulatedCertificate) -> None:
        self.simulation.issuer.lifetimes[subject.names[0]] = subject.lifetime
        if subject.has_renewal_info:
            self.simulation.issuer.with_ari.add(subject.names[0])
        if subject.order_day is None:
            self._write_initial_rows(subject)
        else:
            self._on(subject.order_day, partial(self._place_first_order, subject))
        if subject.failing_days:
            for day, is_failing in zip(subject.failing_days, (True, False), strict=True):
                self._on(day, partial(self._set_failing, subject, is_failing=is_failing))

    def _write_initial_rows(self, subject: SimulatedCertificate) -> None:
        certificate_id = write_initial_rows(
            subject,
            self.simulation.table,
            self.simulation.history,
            new_id=self.new_id,
            now=self.begin,
            random=self.random,
        )
        self._register(subject, certificate_id)
        if subject.revocation_day is not None:
            self._on(
                subject.revocation_day, partial(revoke, self.simulation, certificate_id, self.timeline, self.faults)
            )

    def _place_first_order(self, subject: SimulatedCertificate) -> None:
        place_first_order(
            subject, self.simulation.ports, self.timeline, self.new_id, partial(self._register_order, subject)
        )

    def _register_order(self, subject: SimulatedCertificate, order: Order) -> None:
        """Whoever orders with a record to set knows of it from the answer."""
        self._register(subject, order.certificate_id)
        if subject.mode is Mode.ASSISTED and not subject.unattended:
            self.timeline.schedule(self.timeline.clock.now + HOUR, partial(self._set_records, order.order_id))

    def _register(self, subject: SimulatedCertificate, certificate_id: str) -> None:
        self.population[certificate_id] = subject
        if subject.unattended:
            self.administrators.unattended.add(certificate_id)

    def _on(self, day: float, action: Callable[[], None]) -> None:
        self.timeline.schedule(self.begin + timedelta(seconds=int(day * DAY.total_seconds())), action)

    def _set_failing(self, subject: SimulatedCertificate, *, is_failing: bool) -> None:
        for name in subject.names:
            if is_failing:
                self.simulation.ca.failing[name] = ("unauthorized", "not what was expected")
            else:
                self.simulation.ca.failing.pop(name, NO_PROBLEM)

    def _set_records(self, order_id: str) -> None:
        order = self.simulation.table.orders.get((SCOPE, order_id))
        if order and not order.ended:
            for expectation in order.expectations():
                self.simulation.lookout.show(expectation.where, expectation.expected)

    def _upload_successor(self, certificate_id: str) -> None:
        """A successor, unless somebody was faster."""
        subject, now = self.population[certificate_id], self.timeline.clock.now
        facts = self.simulation.table.certificates[SCOPE, certificate_id].facts
        if subject.mode not in PLANS and facts and facts.expiring_at <= now:
            write_successor(
                subject,
                certificate_id,
                self.simulation.uploads,
                self.simulation.history,
                new_id=self.new_id,
                now=now,
                random=self.random,
            )

    def _prune(self) -> None:
        now = self.timeline.clock.now
        prune(self.simulation.table, self.simulation.vault, now)
        self.simulation.ca.remove_old_orders(now)
