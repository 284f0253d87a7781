"""A simulated world: the real sweep and the real tasks in surroundings that fail, and those who live there."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from certkeeper.domain.renewal.rate_limits import ORDERS_PER_THREE_HOURS
from tests.fakes.ca.authority_state import NO_PROBLEM
from tests.fakes.clock import FakeClock
from tests.fakes.ids import CountingIds
from tools.soak.simulation.administrators import People
from tools.soak.simulation.initial_rows import SCOPE, bring_successor, settle
from tools.soak.simulation.new_orders import arrive
from tools.soak.simulation.population import BROKEN, PLANS, Mode, inhabitants
from tools.soak.simulation.pruning import forget
from tools.soak.simulation.revocations import revoke
from tools.soak.simulation.timeline import Timeline
from tools.soak.state_machine.sweeps import Sweeps
from tools.soak.state_machine.tasks import tasks
from tools.soak.wiring.faults import ORDINARY, Odds, Trouble, for_hours
from tools.soak.wiring.simulated_ports import surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.orders.order import Order
    from tools.soak.simulation.population import Inhabitant

HOUR = timedelta(hours=1)
"""The template's default schedule."""
DAY = timedelta(days=1)
LOOKS = timedelta(hours=1)
"""VerifyIntervalSeconds: an hour instead of five minutes, for a machine that waits days for people looks that often."""
ORDER_LIFETIME = timedelta(days=7)
CALM_DAYS = 4
"""At the end nothing goes wrong any more: what is still open then has been forgotten."""
OUTAGE_HOURS, PAUSE_HOURS = 72, 24
OUTAGE_AT, PAUSE_AT, HURRY_AT = 0.3, 0.6, 0.75
"""Shares of the time after which the CA is out, nobody sweeps, and the CA wants old certificates to be replaced."""


class SoakWorld:
    """`inhabitants` are by the id of their certificate."""

    def __init__(
        self,
        *,
        certificates: int,
        days: int,
        seed: int,
        most_orders: int = ORDERS_PER_THREE_HOURS,
        every: timedelta = HOUR,
        odds: Odds = ORDINARY,
        broken: float = BROKEN,
    ) -> None:
        """`most_orders`: what the CA allows in three hours; a small world needs less to come upon the limit.

        `every`: the pause between two sweeps. `broken`: the share of certificates whose challenges fail for some days.
        """
        self.seed, self.most_orders, self.every = seed, most_orders, every
        self.random = Random(seed)  # noqa: S311 - a year that can be lived again, not a key
        self.timeline = Timeline(FakeClock())
        self.begin = self.timeline.clock.now
        self.end = self.begin + timedelta(days=days)
        self.trouble = Trouble(self.timeline.clock, self.random, odds, calm_from=self.end - CALM_DAYS * DAY)
        self.trouble.outages = [for_hours(self.begin + timedelta(days=days * OUTAGE_AT), OUTAGE_HOURS)]
        self.trouble.pauses = [for_hours(self.begin + timedelta(days=days * PAUSE_AT), PAUSE_HOURS)]
        self.people = People(self.timeline.clock, self.random, self.timeline.plan)
        self.people.set_records, self.people.bring = self._set_records, self._bring
        hurry_from = self.begin + timedelta(days=days * HURRY_AT)
        self.around = surroundings(
            self.timeline, self.trouble, self.people, self.random, most_orders=most_orders, hurry_from=hurry_from
        )
        self.new_id = CountingIds()
        self.sweeps = Sweeps(self.around.ports, self.timeline, self.trouble, self.random, self.new_id)
        self.around.machine.tasks = tasks(self.around.ports, self.timeline.clock, LOOKS, ORDER_LIFETIME)
        self.inhabitants: dict[str, Inhabitant] = {}
        for who in inhabitants(certificates, self.random, days, broken):
            self._admit(who)

    def run(self) -> None:
        """Lives through it."""
        at = self.begin
        while at < self.end:
            self.timeline.plan(at, partial(self.sweeps.sweep, at))
            at += self.every
        for day in range((self.end - self.begin).days):
            self._on(day, self._forget)
        self.timeline.run(self.end)

    def _admit(self, who: Inhabitant) -> None:
        self.around.issuer.lifetimes[who.names[0]] = who.lifetime
        if who.asks:
            self.around.issuer.with_ari.add(who.names[0])
        if who.arrives is None:
            self._settle(who)
        else:
            self._on(who.arrives, partial(self._arrive, who))
        if who.broken:
            for day, is_broken in zip(who.broken, (True, False), strict=True):
                self._on(day, partial(self._break, who, is_broken=is_broken))

    def _settle(self, who: Inhabitant) -> None:
        certificate_id = settle(
            who, self.around.table, self.around.lives, new_id=self.new_id, now=self.begin, random=self.random
        )
        self._welcome(who, certificate_id)
        if who.revoked is not None:
            self._on(who.revoked, partial(revoke, self.around, certificate_id, self.timeline, self.trouble))

    def _arrive(self, who: Inhabitant) -> None:
        arrive(who, self.around.ports, self.timeline, self.new_id, partial(self._meet, who))

    def _meet(self, who: Inhabitant, order: Order) -> None:
        """Whoever orders with a record to set knows of it from the answer."""
        self._welcome(who, order.certificate_id)
        if who.mode is Mode.ASSISTED and not who.neglected:
            self.timeline.plan(self.timeline.clock.now + HOUR, partial(self._set_records, order.order_id))

    def _welcome(self, who: Inhabitant, certificate_id: str) -> None:
        self.inhabitants[certificate_id] = who
        if who.neglected:
            self.people.neglected.add(certificate_id)

    def _on(self, day: float, happening: Callable[[], None]) -> None:
        self.timeline.plan(self.begin + timedelta(seconds=int(day * DAY.total_seconds())), happening)

    def _break(self, who: Inhabitant, *, is_broken: bool) -> None:
        for name in who.names:
            if is_broken:
                self.around.ca.failing[name] = ("unauthorized", "not what we expected")
            else:
                self.around.ca.failing.pop(name, NO_PROBLEM)

    def _set_records(self, order_id: str) -> None:
        order = self.around.table.orders.get((SCOPE, order_id))
        if order and not order.ended:
            for expectation in order.expectations():
                self.around.lookout.show(expectation.where, expectation.expected)

    def _bring(self, certificate_id: str) -> None:
        """A successor, unless somebody was faster."""
        who, now = self.inhabitants[certificate_id], self.timeline.clock.now
        facts = self.around.table.certificates[SCOPE, certificate_id].facts
        if who.mode not in PLANS and facts and facts.expiring_at <= now:
            bring_successor(
                who,
                certificate_id,
                self.around.uploads,
                self.around.lives,
                new_id=self.new_id,
                now=now,
                random=self.random,
            )

    def _forget(self) -> None:
        now = self.timeline.clock.now
        forget(self.around.table, self.around.vault, now)
        self.around.ca.forget_old_orders(now)
