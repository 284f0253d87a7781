"""The tasks in their order lead to a certificate, whatever is repeated or late."""

from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.certificates.certificate import CertificateStatus
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.errors import OrderPending, OrderProcessing
from certkeeper.domain.events import EventType
from certkeeper.domain.orders.order import OrderStatus, Steps
from certkeeper.services.issuance.check_challenges import CHECKS_PER_RUN
from certkeeper.services.issuance.progress import NextState
from certkeeper.x509.keys import new_key
from tests.unit.services.world import INTERVAL, NAME, SCOPE, World

OTHER = "api.example.test"


def issued(world: World) -> str:
    """Runs an order to its end and gives its certificate's id."""
    order = world.ready()
    world.finalize(order)
    world.retrieve(order)
    return order.certificate_id


def test_an_issued_certificate_is_listed_kept_with_its_key_and_reported() -> None:
    """Row, secret and event are of one certificate."""
    world = World()
    certificate_id = issued(world)
    certificate = world.certificates.get(SCOPE, certificate_id)
    bundle = world.vault.bundle(certificate_id)
    assert certificate.status(world.clock()) is CertificateStatus.ACTIVE
    assert certificate.facts is not None
    assert certificate.facts.sha256 == bundle.fingerprint
    assert world.certificates.version(certificate_id, 1).certificate_pem == bundle.certificate
    assert [event.type for event in world.events.published] == [EventType.CERTIFICATE_ISSUED]


def test_what_was_presented_is_gone_when_the_names_are_verified() -> None:
    """The responder answers only while somebody may ask."""
    world = World()
    order = world.opened()
    assert world.responder.presented
    world.check(order)
    world.answer(order)
    world.clean_up(order)
    assert not world.responder.presented


def test_the_key_is_stored_before_the_ca_hears_of_the_order() -> None:
    """Whatever the CA issues, Certkeeper has the key for it."""
    world = World()
    order, _ = world.place()
    world.ca.rejected[NAME] = ("rateLimited", "too many")
    with pytest.raises(Exception, match="refused_by_ca"):
        world.open(order)
    assert world.vault.order_key(order.certificate_id, order.order_id)


def test_every_task_delivered_twice_makes_one_certificate() -> None:
    """Step Functions may invoke a task again after it has done its work."""
    world = World()
    order, _ = world.place()
    for task in (world.open, world.present, world.check, world.answer, world.authorizations):
        task(order)
        task(order)
    for task in (world.clean_up, world.finalize, world.retrieve):
        task(order)
        task(order)
    assert len(world.ca.orders) == 1
    assert (world.ca.requests.count("answer"), world.ca.requests.count("finalize")) == (1, 1)
    assert world.certificates.get(SCOPE, order.certificate_id).version == 1
    assert len({event.event_id for event in world.events.published}) == 1


def test_a_task_that_comes_late_leaves_an_issued_order_as_it_is() -> None:
    """An invocation that was thought lost arrives after the end."""
    world = World()
    issued(world)
    (order,) = world.table.orders.values()
    asked = len(world.ca.requests)
    for task in (world.open, world.answer, world.finalize, world.clean_up):
        task(order)
    world.close(order, "TransientError")
    assert world.stored(order).status is OrderStatus.VALID
    assert len(world.ca.requests) == asked


def test_while_the_ca_works_the_tasks_ask_the_machine_to_come_again() -> None:
    """No task sleeps; each poll is one read."""
    world = World(polls=1)
    order = world.opened()
    world.check(order)
    world.answer(order)
    with pytest.raises(OrderPending):
        world.authorizations(order)
    world.authorizations(order)
    world.ca.polls = 2
    world.finalize(order)
    with pytest.raises(OrderProcessing):
        world.retrieve(order)
    world.retrieve(order)
    assert world.stored(order).status is OrderStatus.VALID


def test_names_that_the_ca_has_verified_before_need_no_challenge() -> None:
    """CAs reuse authorizations: the order may be ready when it is opened."""
    world = World()
    order, _ = world.place()
    account = world.ca.register(world.vault.account_key(world.ca.directory_url, lambda: new_key(KeyType.P_256)))
    key = world.vault.account_key(world.ca.directory_url, lambda: new_key(KeyType.P_256))
    at_ca = world.ca.session(account.url, key).new_order(order.names)
    world.ca.orders[at_ca.url].authorizations[0].status = "valid"
    world.orders.save(replace(order, url=at_ca.url, thumbprint=account.thumbprint))
    world.open(order)
    assert world.check(order).next is NextState.ANSWER
    world.answer(order)
    world.authorizations(order)
    assert world.stored(order).status is OrderStatus.READY
    assert (world.lookout.checks, world.ca.requests.count("answer")) == (0, 0)


def test_a_challenge_not_in_place_waits_for_the_interval_and_costs_nothing_at_the_ca() -> None:
    """The next check is due after the interval, or at the deadline where that is sooner."""
    world = World()
    order = world.opened(world.request(OTHER))
    asked = len(world.ca.requests)
    progress = world.check(order)
    assert (progress.next, progress.await_seconds) == (NextState.AWAIT, int(INTERVAL.total_seconds()))
    world.clock.forward(timedelta(days=7) - timedelta(seconds=20))
    assert world.check(order).await_seconds == 21
    assert len(world.ca.requests) == asked


def test_in_manual_steps_the_machine_waits_for_the_person_until_the_deadline() -> None:
    """Nothing is sent to the CA before Verify, though the challenge is in place."""
    world = World()
    order = world.opened(world.request(steps=Steps.MANUAL))
    progress = world.check(order)
    assert (progress.next, progress.await_seconds) == (NextState.AWAIT, 7 * 86400 + 1)
    world.verify(order)
    assert world.check(order).next is NextState.ANSWER


def test_a_challenge_that_vanished_after_verify_is_not_sent_to_the_ca() -> None:
    """The machine checks again itself; then the person's turn has come once more."""
    world = World()
    order = world.opened(world.request(steps=Steps.MANUAL))
    world.verify(order)
    world.lookout.redirected.clear()
    assert world.check(order).next is NextState.AWAIT
    assert world.stored(order).verify_requested_at is None


def test_a_long_wait_goes_on_in_a_new_execution_before_the_history_is_full() -> None:
    """AWS ends an execution at 25,000 events."""
    world = World()
    order = world.opened(world.request(OTHER))
    nexts = [world.check(order).next for _ in range(CHECKS_PER_RUN)]
    assert nexts[-1] is NextState.CONTINUE
    assert set(nexts[:-1]) == {NextState.AWAIT}
    assert world.check(order, run=2).next is NextState.AWAIT


def test_the_account_is_registered_again_where_the_ca_has_forgotten_it() -> None:
    """A test CA loses its accounts at a restart; the key stays the same."""
    world = World()
    world.opened()
    world.ca.forget_accounts()
    order, _ = world.place(world.request(OTHER))
    world.open(order)
    assert world.stored(order).url
    assert len(world.vault.account_keys) == 1


def test_presenting_late_shows_nothing_that_nobody_will_clean_up() -> None:
    """The names are verified: the CA will not ask again."""
    world = World()
    order = world.opened()
    for task in (world.present, world.check, world.answer, world.authorizations, world.clean_up):
        task(order)
    world.present(order)
    assert not world.responder.presented


def test_a_task_that_comes_late_does_not_take_the_token_of_the_next_wait() -> None:
    """Else the person's call would wake nobody."""
    world = World()
    order = world.opened(world.request(steps=Steps.MANUAL))
    assert world.orders.wait(order.scope, order.order_id, "token-of-the-wait", wake_count=0)
    world.check(order)
    world.verify(order)
    assert world.machine.woken == ["token-of-the-wait"]


def test_a_task_that_comes_late_does_not_take_the_call_that_the_machine_has_not_read() -> None:
    """Else the machine would sleep through it, a week long."""
    world = World()
    order = world.opened(world.request(steps=Steps.MANUAL))
    read = world.check(order)
    world.verify(order)
    world.check(order)
    assert not world.orders.wait(order.scope, order.order_id, "too late", wake_count=read.wake_count)
