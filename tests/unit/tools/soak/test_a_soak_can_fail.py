"""Each decision of Certkeeper is broken on purpose, one after the other, and a promise must notice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from certkeeper.domain.events import EventType
from certkeeper.domain.renewal import next_steps, order_state, sweep_decision, sweep_events
from certkeeper.domain.renewal.checks import attempt, renewal_mode
from certkeeper.domain.renewal.plan import RenewalMode
from certkeeper.services.issuance import check_challenges
from certkeeper.services.sweep.certificate_sweep import CertificateSweeper
from tests.fakes.rows.certificate_changes import FakeCertificateChanges
from tests.fakes.rows.rate_limits import FakeRateLimits
from tests.integration.machine.aws.calls import Crash
from tools.soak.results.promises import (
    every_notice_is_sent,
    every_person_is_asked,
    every_revocation_is_notified,
    no_name_fails_too_often,
    no_notice_is_sent_twice,
    none_expires,
    nothing_is_forgotten,
    nothing_is_published_again_without_need,
    nothing_unexpected_is_raised,
    the_ca_is_not_flooded,
    violations,
)
from tools.soak.simulation.administrators import Administrators
from tools.soak.simulation.population import FAILING_SHARE
from tools.soak.simulation.world import SoakWorld
from tools.soak.wiring.faults import DEFAULT_RATES, FaultRates

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.events import Event
    from certkeeper.domain.notices.policy import NoticePolicy
    from certkeeper.domain.orders.order import Order
    from tools.soak.results.promises import Check

    Break = Callable[[pytest.MonkeyPatch], None]


def renew_never(patch: pytest.MonkeyPatch) -> None:
    """No order is due."""
    for module in (next_steps, sweep_decision, order_state):
        patch.setattr(module, "attempt", lambda _certificate: None)


def renew_no_assisted_ones(patch: pytest.MonkeyPatch) -> None:
    """No order is due where a person would have to set a record."""
    due = attempt

    def for_others(certificate: Certificate) -> object:
        return None if renewal_mode(certificate) is RenewalMode.ASSISTED else due(certificate)

    for module in (next_steps, sweep_decision, order_state):
        patch.setattr(module, "attempt", for_others)


def ask_nobody(patch: pytest.MonkeyPatch) -> None:
    """A record is waited for, and no one hears of it."""

    class Deaf:
        def publish(self, _event: Event) -> None:
            """Lost."""

    check = check_challenges.check_challenges

    def quietly(*given: object, **named: object) -> object:
        return check(*given, **{**named, "event_bus": Deaf()})  # type: ignore[arg-type]

    patch.setattr("tools.soak.state_machine.tasks.check_challenges", quietly)


def revoke_in_silence(patch: pytest.MonkeyPatch) -> None:
    """The rows are written, and no one hears of it."""
    hear = Administrators.publish

    def deaf(administrators: Administrators, event: Event) -> None:
        if event.type is not EventType.CERTIFICATE_REVOKED:
            hear(administrators, event)

    patch.setattr(Administrators, "publish", deaf)


def revoke_without_an_outbox(patch: pytest.MonkeyPatch) -> None:
    """The rows are written without the event, and the process dies before it has notified anybody."""
    revoke = FakeCertificateChanges.revoke

    def forgetful(changes: FakeCertificateChanges, certificate: Certificate, *given: object) -> None:
        revoked = revoke(changes, certificate, *given)  # type: ignore[arg-type]
        place = (revoked.scope, revoked.certificate_id)
        changes.table.certificates[place] = replace(revoked, outbox=certificate.outbox)
        raise Crash

    patch.setattr(FakeCertificateChanges, "revoke", forgetful)


def ask_under_another_id(patch: pytest.MonkeyPatch) -> None:
    """Whoever was asked before a crash is asked again after it."""

    def anew(order: Order, now: datetime) -> Event:
        return replace(sweep_events.action_required(order, now), event_id=str(uuid4()))

    patch.setattr(check_challenges, "action_required", anew)


def pause_for_a_month(patch: pytest.MonkeyPatch) -> None:
    """A failure is not mended while there is time."""
    patch.setattr(order_state, "pause_after", lambda _failures, _left: timedelta(days=30))


def lose_the_outbox(patch: pytest.MonkeyPatch) -> None:
    """Marked as reported, and never kept for publishing."""
    decide = sweep_decision.decide

    def forgetful(*given: object, **named: object) -> sweep_decision.Decision:
        decision = decide(*given, **named)  # type: ignore[arg-type]
        return replace(decision, certificate=replace(decision.certificate, outbox=()))

    patch.setattr("certkeeper.services.sweep.certificate_sweep.decide", forgetful)


def make_ids_at_random(patch: pytest.MonkeyPatch) -> None:
    """What is published again comes under another id."""

    def publish_first(sweeper: CertificateSweeper, certificate: Certificate, now: object) -> None:
        for event in certificate.outbox:
            sweeper.event_bus.publish(replace(event, event_id=str(uuid4())))
        if certificate.outbox:
            sweeper._save(replace(certificate, outbox=()), now)  # type: ignore[arg-type] # noqa: SLF001

    patch.setattr(CertificateSweeper, "_publish", publish_first)


def make_no_marks(patch: pytest.MonkeyPatch) -> None:
    """What has been reported is reported again in the next sweep."""
    reported = sweep_decision.announced

    def unmarked(certificate: Certificate, policy: NoticePolicy, now: object) -> tuple[Certificate, tuple[Event, ...]]:
        return certificate, reported(certificate, policy, now)[1]  # type: ignore[arg-type]

    patch.setattr(sweep_decision, "announced", unmarked)


def limit_nothing(patch: pytest.MonkeyPatch) -> None:
    """Whatever is due is ordered."""
    patch.setattr(FakeRateLimits, "take_order", lambda _rate_limits, _now, **_: None)


def try_at_once(patch: pytest.MonkeyPatch) -> None:
    """Neither a pause nor a limit of validations."""
    patch.setattr(order_state, "pause_after", lambda _failures, _left: timedelta(minutes=1))
    patch.setattr(FakeRateLimits, "take_validations", lambda _rate_limits, _names, _now: None)


def start_nothing_again(patch: pytest.MonkeyPatch) -> None:
    """An order whose process died before it started the machine stays as it is."""
    for module in (order_state, sweep_decision):
        patch.setattr(module, "order_state", lambda _order, _now: order_state.OrderState.RUNNING)


def raise_something(patch: pytest.MonkeyPatch) -> None:
    """A fault in one of the decisions."""

    def faulty(*_: object) -> Event:
        raise LookupError

    patch.setattr(sweep_events, "expiring", faulty)
    patch.setattr(sweep_decision, "expiring", faulty)


@dataclass(frozen=True, slots=True)
class World:
    """How often is swept, what goes wrong how often, what the CA takes, and how many certificates there are."""

    every: timedelta = timedelta(hours=1)
    fault_rates: FaultRates = DEFAULT_RATES
    failing_share: float = FAILING_SHARE
    max_orders: int = 20
    certificates: int = 80
    days: int = 40

    def lived_through(self) -> SoakWorld:
        """Two months of a small world."""
        world = SoakWorld(
            certificates=self.certificates,
            days=self.days,
            seed=4,
            max_orders=self.max_orders,
            every=self.every,
            fault_rates=self.fault_rates,
            failing_share=self.failing_share,
        )
        world.run()
        return world


USUAL = World()
HASTY = World(every=timedelta(minutes=5), failing_share=1, max_orders=300, certificates=25, days=15)
LONG = World(days=70)
NARROW = World(max_orders=2)
CRASHING = World(fault_rates=FaultRates(crashes=0.04, throttled=0.05))
CROWDED = World(fault_rates=FaultRates(crashes=0.05, throttled=0.1), max_orders=60, certificates=500, days=60)
"""Where a seventh of all calls fail, orders whose answer was lost are placed again, up to seven times, and nobody
counts them (ADR 71). With a limit of 20 some seeds passed it, though at most 16 were shared out."""
BREAKS: list[tuple[Break, Check, World]] = [
    (renew_never, none_expires, USUAL),
    (renew_no_assisted_ones, none_expires, LONG),
    (pause_for_a_month, none_expires, USUAL),
    (ask_nobody, every_person_is_asked, USUAL),
    (revoke_in_silence, every_revocation_is_notified, CROWDED),
    (revoke_without_an_outbox, every_revocation_is_notified, CROWDED),
    (ask_under_another_id, no_notice_is_sent_twice, CROWDED),
    (lose_the_outbox, every_notice_is_sent, USUAL),
    (make_ids_at_random, no_notice_is_sent_twice, CRASHING),
    (make_no_marks, nothing_is_published_again_without_need, USUAL),
    (limit_nothing, the_ca_is_not_flooded, NARROW),
    (try_at_once, no_name_fails_too_often, HASTY),
    (start_nothing_again, nothing_is_forgotten, CRASHING),
    (raise_something, nothing_unexpected_is_raised, USUAL),
]


@pytest.mark.parametrize(
    ("break_", "check", "world"), BREAKS, ids=[f"{break_.__name__}-{check.__name__}" for break_, check, _ in BREAKS]
)
def test_what_is_broken_is_noticed(break_: Break, check: Check, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the promise that it breaks."""
    break_(monkeypatch)
    assert list(check(world.lived_through()))


@pytest.mark.parametrize(
    "world", [USUAL, HASTY, CRASHING, CROWDED, LONG], ids=["usual", "hasty", "crashing", "crowded", "long"]
)
def test_the_same_worlds_are_content_when_nothing_is_broken(world: World) -> None:
    """So it is what was broken that was noticed."""
    assert violations(world.lived_through()) == []
