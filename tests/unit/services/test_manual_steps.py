"""Issue and cancel: in their turn they wake the machine, out of turn they say what is allowed."""

import pytest

from certkeeper.domain.errors import OutOfOrderError, TransientError
from certkeeper.domain.orders.order import OrderStatus, Steps
from tests.unit.services.world import World

MANUAL = Steps.MANUAL


def test_issue_wakes_the_machine_once_the_names_are_verified() -> None:
    """The third step of three."""
    world = World()
    order = world.ready(world.request(steps=MANUAL))
    assert order.status is OrderStatus.READY
    assert world.orders.wait(order.scope, order.order_id, "token", wake_count=order.wake_count)
    world.machine.started.clear()
    world.issue(order)
    assert world.machine.woken == ["token"]
    assert not world.machine.started


def test_a_double_click_on_issue_does_no_harm() -> None:
    """The second call finds the first one's note; the order is finalized once."""
    world = World()
    order = world.ready(world.request(steps=MANUAL))
    asked_at = world.issue(order).issuance_requested_at
    assert world.issue(order).issuance_requested_at == asked_at
    world.finalize(order)
    assert world.issue(order).status is OrderStatus.PROCESSING
    assert world.ca.requests.count("finalize") == 1


def test_issue_before_verify_names_what_is_allowed() -> None:
    """A person out of turn learns their turn."""
    world = World()
    order = world.opened(world.request(steps=MANUAL))
    with pytest.raises(OutOfOrderError) as refused:
        world.issue(order)
    assert refused.value.allowed == ("verify", "cancel")


def test_a_wish_made_while_the_machine_was_between_two_states_keeps_it_awake() -> None:
    """The note is there before the machine lies down, so it does not."""
    world = World()
    order = world.ready(world.request(steps=MANUAL))
    world.issue(order)
    assert not world.machine.woken
    assert not world.orders.wait(order.scope, order.order_id, "too late", wake_count=order.wake_count)


def test_a_late_wake_up_of_the_verification_does_not_cut_the_wait_for_the_issuance_short() -> None:
    """Once the names are verified the call to verify has been read: the machine waits for Issue."""
    world = World()
    order = world.opened(world.request(steps=MANUAL))
    world.verify(order)
    world.check(order)
    world.answer(order)
    read = world.authorizations(order)
    assert world.orders.wait(order.scope, order.order_id, "token", wake_count=read.wake_count)


def test_cancel_twice_is_once_and_ends_an_order_that_never_started() -> None:
    """The process that placed it may have died before it started the machine."""
    world = World()
    order, _ = world.place()
    world.machine.started.clear()
    world.cancel(order)
    again = world.cancel(order)
    assert again.cancel_requested_at == world.clock()
    assert world.machine.started == [order.order_id]


def test_a_certificate_that_the_ca_is_making_cannot_be_cancelled() -> None:
    """Cancelling would lose it."""
    world = World()
    order = world.ready()
    world.finalize(order)
    with pytest.raises(OutOfOrderError):
        world.cancel(order)


def test_a_machine_that_is_woken_though_nobody_asked_issues_nothing() -> None:
    """It tries again until somebody has, or until the deadline."""
    world = World()
    order = world.ready(world.request(steps=MANUAL))
    with pytest.raises(TransientError):
        world.finalize(order)
    assert world.stored(order).status is OrderStatus.READY
    assert "finalize" not in world.ca.requests


@pytest.mark.parametrize("step", ["verify", "issue", "cancel"])
def test_a_step_starts_the_machine_where_nothing_waits_for_it(step: str) -> None:
    """As after a restoration: the token in the row is one of a machine that is not there, and its execution neither."""
    world = World()
    order = (world.ready if step == "issue" else world.opened)(world.request(steps=MANUAL))
    assert world.orders.wait(order.scope, order.order_id, "token of another", wake_count=order.wake_count)
    world.machine.started.clear()
    world.machine.is_gone = True
    getattr(world, step)(order)
    assert world.machine.started == [order.order_id]
