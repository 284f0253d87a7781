"""The sweep: what is due is checked, reported and renewed, and one that fails keeps nothing else from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.certificates.actions import CertificateAction, require
from certkeeper.domain.certificates.certificate import Settings
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.errors import ConflictError, OrderFailed, TransientError
from certkeeper.domain.events import EventType
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.order import Order
from certkeeper.domain.renewal.renewal_info import RenewalInfo, ari_id
from certkeeper.domain.renewal.state import RenewalWindow
from certkeeper.ports.renewals import UnreadableRow
from tests.contracts.rows.uploads import a_successor, an_intent, done
from tests.unit.services.world import NAME, World

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    """One customer, one CA that informs of nothing yet."""
    return World()


def test_a_certificate_is_renewed_under_its_id_with_another_key(world: World) -> None:
    """Same secret, next version; the CA hears which one is replaced, and everybody that it was renewed."""
    first = world.issued()
    assert first.facts
    key = world.vault.bundle(first.certificate_id).private_key
    assert world.sweep().renewed == 0
    world.clock.now = first.facts.not_after - DAY * 30
    assert world.sweep().renewed == 1
    order = world.running(first)
    assert (order.renews_version, order.created_by, order.names) == (1, "certkeeper", first.names)
    assert world.machine.started[-1] == order.order_id
    assert world.sweep(world.clock() + MINUTE).renewed == 0
    world.run_on(order)
    second = world.certificate(order)
    assert (second.certificate_id, second.version, second.order_id) == (first.certificate_id, 2, order.order_id)
    assert world.ca.replaced == [ari_id(first.facts)]
    assert world.vault.bundle(first.certificate_id).private_key != key
    secret = world.vault.secrets[first.certificate_id]
    assert secret.previous
    assert secret.previous.private_key == key
    renewed = world.events.published[-1]
    assert renewed.type is EventType.CERTIFICATE_RENEWED
    assert dict(renewed.detail)["version"] == "2"
    assert dict(renewed.detail)["after_warning"] == "false"
    swept = world.sweep()
    assert (swept.checked, swept.renewed) == (1, 0)
    assert world.certificate(order).state.order_id == ""


def test_names_that_the_ca_adds_are_shown_and_not_ordered_again(world: World) -> None:
    """The CA may add another one the next time, or charge for it; what was ordered is what somebody wanted."""
    world.ca.issuer.added_names = (f"www.{NAME}",)
    first = world.issued()
    assert (first.names, first.ordered_names) == ((NAME, f"www.{NAME}"), (NAME,))
    assert first.facts
    world.clock.now = first.facts.not_after - DAY * 30
    assert world.sweep().renewed == 1
    order = world.running(first)
    assert order.names == (NAME,)
    world.run_on(order)
    assert world.certificate(order).names == (NAME, f"www.{NAME}")


def test_a_key_is_taken_again_where_that_is_wanted(world: World) -> None:
    """But not after a revocation."""
    first = world.issued()
    key = world.vault.bundle(first.certificate_id).private_key
    place = (first.scope, first.certificate_id)
    world.table.certificates[place] = replace(first, settings=Settings(key_reused=True))
    world.sweep()
    world.clock.forward(DAY * 60)
    world.sweep()
    world.run_on(world.running(first))
    assert world.vault.bundle(first.certificate_id).private_key == key
    revoked = replace(world.table.certificates[place], revoked_at=world.clock())
    world.table.certificates[place] = revoked
    world.sweep()
    order = world.running(first)
    assert order.key_source_id == ""
    world.run_on(order)
    assert world.vault.bundle(first.certificate_id).private_key != key
    assert world.certificate(order).revoked_at is None


def test_an_order_that_the_ca_has_replaced_already_is_placed_without_saying_so(world: World) -> None:
    """409 to `replaces`: then the order itself is still to be had."""
    first = world.issued()
    assert first.facts
    world.ca.replaced.append(ari_id(first.facts))
    world.sweep()
    world.clock.forward(DAY * 60)
    world.sweep()
    order = world.running(first)
    world.run_on(order)
    assert world.certificate(order).version == 2
    assert world.stored(order).replaces == ""


def test_a_ca_that_stumbles_over_what_is_replaced_is_asked_without(world: World) -> None:
    """5xx to `replaces`, however often: the certificate would never be renewed."""
    first = world.issued()
    assert first.facts
    world.ca.stumbles_over.append(ari_id(first.facts))
    world.sweep()
    world.clock.forward(DAY * 60)
    world.sweep()
    order = world.running(first)
    world.run_on(order)
    assert world.certificate(order).version == 2
    assert world.stored(order).replaces == ""


def test_the_cas_window_decides_and_is_asked_for_when_it_says(world: World) -> None:
    """A window that has moved to the past renews in the sweep that sees it."""
    first = world.issued()
    assert first.facts
    asked = ari_id(first.facts)
    window = RenewalWindow(world.clock() + DAY * 40, world.clock() + DAY * 42)
    world.renewal_infos.answers[asked] = RenewalInfo(window, timedelta(hours=6))
    world.sweep()
    assert world.certificates.get(first.scope, first.certificate_id).state.chosen_at == window.start + DAY
    world.sweep(world.clock.forward(timedelta(hours=5)))
    assert world.renewal_infos.asked == [asked]
    now = world.clock.forward(timedelta(hours=1))
    world.renewal_infos.answers[asked] = RenewalInfo(RenewalWindow(now - DAY * 2, now - DAY))
    assert world.sweep().renewed == 1
    assert world.renewal_infos.asked == [asked, asked]


def test_a_ca_that_is_down_is_asked_a_few_times_and_what_is_due_goes_on(world: World) -> None:
    """Nobody waits a thousand times ten seconds."""
    for number in range(12):
        world.issued(world.request(certificate_name=f"n{number}"))
    world.renewal_infos.down = True
    swept = world.sweep()
    assert (swept.checked, swept.failed) == (12, [])
    assert len(world.renewal_infos.asked) == 5
    world.clock.forward(DAY * 60)
    assert world.sweep().renewed + world.sweep().held_back >= 2


def test_a_failure_is_reported_with_its_reason_and_tried_again_after_a_pause(world: World) -> None:
    """1 minute, then 10; the certificate and its secret stay as they are, and success says that it is over."""
    first = world.issued()
    world.ca.failing[NAME] = ("unauthorized", "wrong file")
    world.sweep()
    now = world.clock.forward(DAY * 60)
    world.sweep()
    _fail(world, world.running(first))
    bundle = world.vault.bundle(first.certificate_id)
    world.sweep()
    reported = world.events.published[-1]
    assert (reported.type, dict(reported.detail)["code"]) == (EventType.RENEWAL_FAILED, "validation_failed")
    assert "wrong file" in dict(reported.detail)["reason"]
    stored = world.certificates.get(first.scope, first.certificate_id)
    assert stored.outbox == ()
    assert (stored.state.failures, stored.state.next_attempt_at) == (1, now + MINUTE)
    assert world.vault.bundle(first.certificate_id) == bundle
    assert world.sweep(world.clock.forward(timedelta(seconds=59))).renewed == 0
    world.ca.failing.clear()
    assert world.sweep(world.clock.forward(timedelta(seconds=1))).renewed == 1
    world.run_on(world.running(first))
    assert dict(world.events.published[-1].detail)["after_warning"] == "true"


def test_a_name_has_no_more_than_four_failed_validations_in_any_hour(world: World) -> None:
    """Five certificates with one name, all failing, and a sweep every minute."""
    certificates = [world.issued(world.request(certificate_name=f"n{number}")) for number in range(5)]
    world.ca.failing[NAME] = ("unauthorized", "wrong file")
    world.sweep()
    world.clock.forward(DAY * 60)
    failed = []
    for _ in range(60 * 4):
        world.sweep()
        for each in certificates:
            if world.certificates.get(each.scope, each.certificate_id).state.order_id:
                order = world.running(each)
                if not order.ended:
                    _fail(world, order)
                    failed.append(world.clock())
        world.clock.forward(MINUTE)
    assert len(failed) >= 8
    assert all(sum(at <= other < at + timedelta(hours=1) for other in failed) <= 4 for at in failed)


def test_who_has_hours_left_is_renewed_before_who_has_days(world: World) -> None:
    """After an outage thousands have waited longer; a part of the rate limit is kept for who cannot wait."""
    world.rate_limits.most = 10
    urgent = world.issued()
    assert urgent.facts
    world.clock.now = urgent.facts.not_after - timedelta(hours=8)
    while world.rate_limits.take_order(world.clock(), urgent=False) is None:
        pass
    world.sweep()
    assert world.running(urgent).renews_version == 1


def test_the_account_never_has_more_orders_in_three_hours_than_the_ca_allows(world: World) -> None:
    """People's orders count too, a tenth is kept for what is urgent; what is held back says so, and comes later."""
    world.rate_limits.most = 20
    for number in range(30):
        world.issued(world.request(f"n{number}.example.test"))
    world.clock.forward(DAY * 61)
    world.rate_limits.count_order(world.clock())
    placed = []
    for _ in range(12 * 4):
        placed += [world.clock()] * world.sweep().renewed
        world.clock.forward(MINUTE * 15)
    assert len(placed) == 30
    assert all(sum(at <= other < at + timedelta(hours=3) for other in placed) <= 20 for at in placed)
    assert placed.count(placed[0]) == 17


def test_an_assisted_renewal_says_who_must_act_and_begins_again_when_nobody_has(world: World) -> None:
    """Once for each order; a week later the next one is prepared, and nobody hears of a failure."""
    request = world.request(f"*.{NAME}", challenge=ChallengeType.DNS_01, solver=Solver.ASSISTED)
    first, _ = world.place(request)
    world.open(first)
    world.run_on(first)
    world.sweep()
    world.clock.forward(DAY * 60)
    world.sweep()
    order = world.running(world.certificate(first))
    world.open(order)
    world.present(order)
    world.check(order)
    world.check(order)
    reported = [event for event in world.events.published if event.type is EventType.ACTION_REQUIRED]
    assert [(event.order_id, dict(event.detail)["version"]) for event in reported] == [(order.order_id, "1")]
    world.clock.forward(DAY * 7)
    world.close(order, "OrderExpired")
    swept = world.sweep()
    assert swept.renewed == 1
    assert world.running(world.certificate(first)).order_id != order.order_id
    assert EventType.RENEWAL_FAILED not in {event.type for event in world.events.published}


def test_what_a_person_has_brought_meanwhile_stays(world: World) -> None:
    """A renewal of the version before comes too late, and that is no failure of the new one."""
    first = world.issued()
    world.sweep()
    world.clock.forward(DAY * 60)
    world.sweep()
    order = world.running(first)
    brought = done(world.uploads, a_successor(world.certificate(order)))
    with pytest.raises(OrderFailed, match="replaced_meanwhile"):
        world.run_on(order)
    world.clean_up(order)
    world.close(order, "OrderFailed")
    world.sweep()
    after = world.certificate(order)
    assert (after.version, after.order_id, after.state.failures) == (2, brought.order_id, 0)
    assert EventType.RENEWAL_FAILED not in {event.type for event in world.events.published}


def test_a_certificate_whose_renewal_was_cancelled_can_be_deleted_at_once(world: World) -> None:
    """Nobody waits for the next sweep; while it runs, nobody deletes."""
    first = world.issued()
    world.sweep()
    world.clock.forward(DAY * 60)
    world.sweep()
    order = world.running(first)
    with pytest.raises(ConflictError, match="cancel it"):
        require(world.certificate(order), CertificateAction.DELETE, world.clock())
    world.close(order, "OrderCancelled")
    require(world.certificate(order), CertificateAction.DELETE, world.clock())


def test_an_uploaded_certificate_is_announced_at_each_threshold(world: World) -> None:
    """14, 7, 3, 1 days, and its end."""
    intent = an_intent()
    done(world.uploads, replace(intent, certificate=replace(intent.certificate, settings=Settings())))
    reported = []
    for _ in range(100):
        world.sweep()
        reported += world.events.published
        world.events.published.clear()
        world.clock.forward(DAY)
    days = [dict(event.detail).get("threshold_days") for event in reported]
    assert days == ["14", "7", "3", "1", None]
    assert reported[-1].type is EventType.CERTIFICATE_EXPIRED
    assert world.table.due == {}


def test_an_order_that_nobody_has_started_is_started(world: World) -> None:
    """Whoever placed it died before."""
    order, _ = world.place()
    world.machine.started.clear()
    assert world.sweep().checked == 0
    world.clock.forward(MINUTE * 10)
    assert world.sweep().started == 1
    assert world.machine.started == [order.order_id]


def test_one_certificate_that_fails_stops_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays due, and is reported with what it raised; a row that cannot be read is reported too."""
    first, second = (world.issued(world.request(certificate_name=f"n{number}")) for number in range(2))
    save = world.renewals.save

    def failing(certificate: object, due_at: object) -> object:
        if certificate.certificate_id == first.certificate_id:  # type: ignore[attr-defined]
            raise TransientError("throttled")
        return save(certificate, due_at)  # type: ignore[arg-type]

    world.renewals.unreadable.append(UnreadableRow("spoiled"))
    with monkeypatch.context() as patch:
        patch.setattr(world.renewals, "save", failing)
        swept = world.sweep()
    assert swept.failed == [(first.certificate_id, "TransientError")]
    assert (swept.checked, swept.unreadable) == (2, ["spoiled"])
    assert world.certificates.get(second.scope, second.certificate_id).state.poll_at
    again = world.sweep()
    assert (again.checked, again.failed) == (1, [])


def test_a_sweep_that_runs_out_of_time_says_so_and_the_next_one_goes_on(world: World) -> None:
    """Nothing is begun that may not be finished."""
    for number in range(8):
        world.issued(world.request(certificate_name=f"n{number}"))
    left = iter([900.0, 900.0])
    swept = world.sweep(seconds_left=lambda: next(left, 1.0))
    assert (swept.checked, swept.backlog) == (2, True)
    assert world.sweep().checked == 6


def test_who_makes_no_progress_is_counted(world: World) -> None:
    """At half of what was left when the renewal was due."""
    first = world.issued()
    world.sweep()
    world.clock.forward(DAY * 60)
    world.sweep()
    _fail(world, world.running(first))
    assert world.sweep().stalled == []
    world.clock.forward(DAY * 15)
    assert world.sweep().stalled == [first.certificate_id]


def test_many_orders_at_once_are_renewed_at_many_times_and_a_lone_one_is_not(world: World) -> None:
    """What comes after the tenth in a quarter of an hour comes from a script."""
    orders = [world.place(world.request(certificate_name=f"n{number}"))[0] for number in range(12)]
    assert [order.spread_renewal for order in orders] == [False] * 10 + [True] * 2
    world.clock.forward(MINUTE * 15)
    lone, _ = world.place(world.request(certificate_name="lone"))
    assert not lone.spread_renewal


def _fail(world: World, order: Order) -> None:
    """What the machine does with an order whose challenge the CA does not find."""
    world.open(order)
    world.present(order)
    world.check(order)
    world.answer(order)
    try:
        world.authorizations(order)
    except Exception as error:  # noqa: BLE001 - the machine catches them all
        world.clean_up(order)
        world.close(order, type(error).__name__)
    else:
        world.close(order, "UnexpectedError")
