"""Certkeeper's TXT records: put where the CA checks, only where it would see them, and taken away whatever happens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.errors import OrderFailed, RecordsLeft, RecordsPending, RefusedError, TransientError
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.order import Order, OrderStatus, Steps
from certkeeper.services.issuance.progress import NextState
from tests.fakes.dns.txt_records import FakeTxtRecords
from tests.unit.services.world import DELEGATION_ZONE, NAME, SCOPE, World

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RECORD = f"_acme-challenge.{NAME}"
HELD = ("Z1", RECORD)
ZONES = {"Z1": "example.test", "Z2": DELEGATION_ZONE}


def a_world(*, delay: int = 0) -> World:
    """Two hosted zones, to both of which the public is led; the lookout sees what stands in them."""
    world = World()
    world.txt_records = FakeTxtRecords(ZONES, delay=delay)
    for zone_id, name in ZONES.items():
        world.public_dns.delegated[name] = world.txt_records.name_servers(zone_id)
    return world


def placed(world: World, *names: str, solver: Solver | None = Solver.ROUTE53, steps: Steps = Steps.AUTOMATIC) -> Order:
    """An order that is open at the CA."""
    order, _ = world.place(world.request(*names, challenge=None, solver=solver, steps=steps))
    world.open(order)
    return world.stored(order)


def show(world: World, order: Order) -> None:
    """What stands in the zones is what the lookout finds."""
    for expectation in order.expectations():
        for value in world.txt_records.held.get(("Z1", expectation.where), ()):
            world.lookout.show(expectation.where, value)


def test_a_wildcard_and_its_apex_get_one_record_with_two_values() -> None:
    """And a certificate, with nothing left in the zone."""
    world = a_world()
    order = placed(world, NAME, f"*.{NAME}")
    world.present(order)
    assert len(world.txt_records.held[HELD]) == 2
    show(world, world.stored(order))
    assert world.check(order).next is NextState.ANSWER
    world.answer(order)
    world.authorizations(order)
    world.clean_up(order)
    assert world.txt_records.held == {}
    world.finalize(order)
    world.retrieve(order)
    assert world.stored(order).status is OrderStatus.VALID


def test_the_machine_polls_until_all_name_servers_have_the_records() -> None:
    """Nothing is written twice for it."""
    world = a_world(delay=2)
    order = placed(world)
    for _ in range(2):
        with pytest.raises(RecordsPending):
            world.present(order)
    world.present(order)
    world.present(order)
    assert world.txt_records.writes == 1


def test_what_is_written_is_on_the_order_before_it_is_in_the_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that dies between the two leaves nothing that the clean-up does not know."""
    world = a_world()
    order = placed(world)
    add = world.txt_records.add

    def write_and_die(zone_id: str, values: Mapping[str, Sequence[str]]) -> str:
        add(zone_id, values)
        raise KeyboardInterrupt

    monkeypatch.setattr(world.txt_records, "add", write_and_die)
    with pytest.raises(KeyboardInterrupt):
        world.present(order)
    assert set(world.txt_records.held) == {HELD}
    world.clean_up(order)
    assert world.txt_records.held == {}


def test_what_could_not_be_written_is_on_the_order_with_the_reason() -> None:
    """It may be there all the same."""
    world = a_world()
    order = placed(world)
    world.txt_records.refusing.add("Z1")
    with pytest.raises(OrderFailed):
        world.present(order)
    (record,) = world.stored(order).records_to_remove
    assert record.name == RECORD
    failure = world.stored(order).failure
    assert failure
    assert failure.code == "zone_refused"


def test_values_of_others_stay_where_they_are() -> None:
    """Another order's, or another tool's."""
    world = a_world()
    world.txt_records.held[HELD] = {"theirs"}
    order = placed(world)
    world.present(order)
    assert len(world.txt_records.held[HELD]) == 2
    world.clean_up(order)
    assert world.txt_records.held[HELD] == {"theirs"}


def test_a_record_that_cannot_be_removed_stops_no_order_and_is_tried_again() -> None:
    """It stays on the order with the reason; once the order has ended, the machine hears of it."""
    world = a_world()
    order = placed(world)
    world.present(order)
    world.txt_records.refusing.add("Z1")
    world.clean_up(order)
    (record,) = world.stored(order).records_to_remove
    assert record.trouble
    with pytest.raises(RecordsLeft):
        world.close(order, "OrderCancelled")
    with pytest.raises(RecordsLeft):
        world.clean_up(order)
    assert world.stored(order).status is OrderStatus.CANCELLED
    world.txt_records.refusing.clear()
    world.clean_up(order)
    assert world.stored(order).records_to_remove == ()
    assert world.txt_records.held == {}


def test_a_certificate_does_not_wait_for_a_record_and_the_machine_hears_of_it() -> None:
    """Issued, and what is left is tried again."""
    world = a_world()
    order = placed(world)
    world.present(order)
    show(world, world.stored(order))
    world.txt_records.refusing.add("Z1")
    for task in (world.check, world.answer, world.authorizations, world.clean_up, world.finalize):
        task(order)
    with pytest.raises(RecordsLeft):
        world.retrieve(order)
    assert world.stored(order).status is OrderStatus.VALID
    assert world.vault.bundle(order.certificate_id).certificate


def test_a_delegated_record_stands_in_certkeepers_zone_and_the_order_says_which_cname_to_set() -> None:
    """The name's own zone is somebody else's, and is never written."""
    world = a_world()
    order = placed(world, solver=Solver.DELEGATED)
    world.present(order)
    target = f"{RECORD}.{DELEGATION_ZONE}"
    assert set(world.txt_records.held) == {("Z2", target)}
    (expectation,) = world.stored(order).expectations()
    assert (expectation.where, expectation.alias) == (RECORD, target)


@pytest.mark.parametrize(
    ("name_servers", "code"),
    [((), "zone_not_delegated"), (("ns.registrar.test",), "zone_not_delegated"), (None, "zone_unreachable")],
)
def test_no_order_is_spent_where_the_record_would_not_be_seen(name_servers: tuple[str, ...] | None, code: str) -> None:
    """The CA has not heard of the order, no key was made, and the reason names the record."""
    world = a_world()
    if name_servers is None:
        world.public_dns.broken.add("example.test")
    else:
        world.public_dns.delegated["example.test"] = name_servers
    order, _ = world.place(world.request(challenge=None, solver=Solver.ROUTE53))
    with pytest.raises(OrderFailed):
        world.open(order)
    stored = world.stored(order)
    assert stored.failure
    assert (stored.failure.code, stored.failure.names) == (code, (RECORD,))
    assert stored.url == ""


def test_no_order_is_spent_on_a_zone_that_the_account_does_not_have() -> None:
    """All names are listed, not only the first."""
    world = World()
    order, _ = world.place(world.request(NAME, "www.example.test", challenge=None, solver=Solver.ROUTE53))
    with pytest.raises(OrderFailed):
        world.open(order)
    failure = world.stored(order).failure
    assert failure
    assert failure.code == "zone_missing"
    assert len(failure.names) == 2


def test_a_cut_below_the_hosted_zone_is_found() -> None:
    """The account has the zone above, but the public is led elsewhere for the name."""
    world = a_world()
    world.public_dns.delegated[NAME] = world.txt_records.name_servers("Z1")
    order, _ = world.place(world.request(challenge=None, solver=Solver.ROUTE53))
    with pytest.raises(OrderFailed):
        world.open(order)


def test_of_two_zones_of_one_name_the_one_that_the_public_sees_is_written() -> None:
    """A zone that was made twice is a common accident."""
    world = a_world()
    world.txt_records.names = {"Z0": "example.test", **world.txt_records.names}
    order = placed(world)
    world.present(order)
    assert set(world.txt_records.held) == {HELD}


def test_a_person_learns_the_zone_and_nothing_is_written_for_them() -> None:
    """Also where the public DNS does not know it: that refuses nothing."""
    world = a_world()
    world.public_dns.delegated = {"example.test": ("ns.provider.test",)}
    order = placed(world, solver=Solver.ASSISTED)
    world.present(order)
    assert [record.zone for record in order.records] == ["example.test"]
    assert world.txt_records.writes == 0
    world.public_dns.broken.add("example.test")
    blind = placed(world, "www.example.test", solver=Solver.ASSISTED)
    assert [record.zone for record in blind.records] == [""]


def test_an_order_of_http_01_asks_no_dns() -> None:
    """Neither the public one nor Route 53."""
    world = a_world()
    world.opened()
    assert world.public_dns.asked == []


def test_a_scope_that_sets_records_by_itself_means_dns_01() -> None:
    """In manual steps too: the records are there before the person's first check."""
    world = a_world()
    world.scopes.replace(replace(world.scopes.get(SCOPE), solver=Solver.ROUTE53))
    order = placed(world, solver=None, steps=Steps.MANUAL)
    assert (order.solver, order.challenge) == (Solver.ROUTE53, ChallengeType.DNS_01)
    world.present(order)
    assert HELD in world.txt_records.held


def test_a_switch_to_http_01_leaves_the_records_to_the_clean_up() -> None:
    """They are on the order, whatever it is verified with."""
    world = a_world()
    order = placed(world, steps=Steps.MANUAL)
    world.present(order)
    world.verify(order, ChallengeType.HTTP_01)
    world.clean_up(order)
    assert world.txt_records.held == {}


def test_a_solver_with_http_01_is_refused_with_a_pointer() -> None:
    """It would have nothing to set."""
    world = a_world()
    with pytest.raises(RefusedError) as caught:
        world.place(replace(world.request(), solver=Solver.ROUTE53))
    assert [violation.pointer for violation in caught.value.violations] == ["/solver"]


def test_trouble_that_may_pass_is_raised_before_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine tries again then, and finds the other trouble where it was."""
    world = a_world()
    order = placed(world)
    world.present(order)

    def remove(_zone_id: str, _values: Mapping[str, Sequence[str]]) -> None:
        raise TransientError("Route 53")

    def forget(_tokens: Sequence[str]) -> None:
        raise KeyError("tokens")

    monkeypatch.setattr(world.txt_records, "remove", remove)
    monkeypatch.setattr(world.responder, "remove", forget)
    with pytest.raises(TransientError):
        world.clean_up(order)
    assert {each: type(error) for each, error in world.failed_items.raised.items()} == {
        "the answers for http-01": KeyError,
        "Z1": TransientError,
    }
