"""An order that fails says why, and leaves nothing else behind."""

from datetime import timedelta

import pytest
from cryptography import x509

from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.errors import (
    NotFoundError,
    OrderCancelled,
    OrderExpired,
    OrderFailed,
    OrderProcessing,
    TransientError,
)
from certkeeper.domain.events import EventType
from certkeeper.domain.orders.order import Order, OrderStatus, Steps
from certkeeper.x509.keys import new_key, signing_request
from tests.fakes.ca.authority_state import HeldOrder
from tests.unit.services.world import NAME, SCOPE, World


def assert_nothing_left(world: World, order: Order) -> None:
    """No answer is presented, no certificate listed, no name taken, no key kept."""
    assert not world.responder.presented
    assert not world.table.names
    assert order.certificate_id not in world.vault.secrets
    with pytest.raises(NotFoundError):
        world.certificates.get(SCOPE, order.certificate_id)


def end(world: World, order: Order, error: str) -> Order:
    """What the machine does after any error."""
    world.clean_up(order)
    world.close(order, error)
    return world.stored(order)


def test_a_name_that_the_ca_could_not_verify_is_named_with_what_the_ca_saw() -> None:
    """The CA's sentence and problem type reach the person."""
    world = World()
    world.ca.failing[NAME] = ("unauthorized", "Invalid response: 404")
    order = world.opened()
    world.check(order)
    world.answer(order)
    with pytest.raises(OrderFailed):
        world.authorizations(order)
    ended = end(world, order, "OrderFailed")
    assert ended.status is OrderStatus.INVALID
    assert ended.failure is not None
    assert (ended.failure.code, ended.failure.names) == ("validation_failed", (NAME,))
    assert ended.failure.acme_type == "urn:ietf:params:acme:error:unauthorized"
    assert "Invalid response: 404" in ended.failure.detail
    assert ended.authorizations[0].status == "invalid"
    assert_nothing_left(world, order)


def test_an_order_that_the_ca_refuses_at_once_carries_the_reason() -> None:
    """Rate limits, blocked names: the CA's own words."""
    world = World()
    world.ca.rejected[NAME] = ("rejectedIdentifier", "blocked by policy")
    order, _ = world.place()
    with pytest.raises(OrderFailed):
        world.open(order)
    ended = end(world, order, "OrderFailed")
    assert ended.failure is not None
    assert ended.failure.acme_type.endswith("rejectedIdentifier")
    assert_nothing_left(world, order)


def test_an_order_whose_issuance_fails_carries_the_reason() -> None:
    """The CA may refuse the request itself."""
    world = World()
    world.ca.finalize_problem = ("caa", "CAA forbids issuance")
    order = world.ready()
    world.finalize(order)
    with pytest.raises(OrderFailed):
        world.retrieve(order)
    ended = end(world, order, "OrderFailed")
    assert ended.failure is not None
    assert "CAA forbids issuance" in ended.failure.detail
    assert_nothing_left(world, order)


@pytest.mark.parametrize("steps", list(Steps))
def test_an_order_past_its_deadline_is_expired_and_says_so(steps: Steps) -> None:
    """The CA has forgotten it; so the next one has to be quicker."""
    world = World()
    order = world.opened(world.request("api.example.test", steps=steps))
    world.check(order)
    world.clock.forward(timedelta(days=7))
    with pytest.raises(OrderExpired):
        world.check(order)
    ended = end(world, order, "OrderExpired")
    assert ended.status is OrderStatus.EXPIRED
    assert ended.failure is not None
    assert ended.failure.code == "deadline_passed"
    assert_nothing_left(world, order)


def test_a_verified_order_that_nobody_issued_in_time_is_expired_with_another_sentence() -> None:
    """The challenge was in place: what was missing was the third step."""
    world = World()
    order = world.ready(world.request(steps=Steps.MANUAL))
    world.clock.forward(timedelta(days=7))
    with pytest.raises(OrderExpired):
        world.finalize(order)
    ended = end(world, order, "OrderExpired")
    assert ended.failure is not None
    assert "nobody asked" in ended.failure.detail
    assert_nothing_left(world, order)


def test_a_ca_that_is_down_until_the_deadline_is_not_the_persons_fault() -> None:
    """Certkeeper's check found the challenge, and the CA was asked: there is nothing to set up better."""
    world = World()
    order = world.opened()
    world.check(order)
    world.answer(order)
    world.clock.forward(timedelta(days=7))
    with pytest.raises(OrderExpired):
        world.authorizations(order)
    ended = end(world, order, "OrderExpired")
    assert ended.status is OrderStatus.EXPIRED
    assert ended.failure is not None
    assert ended.failure.code == "ca_too_slow"
    assert "the CA did not finish before the deadline" in ended.failure.detail
    assert_nothing_left(world, order)


def test_a_name_that_the_ca_let_expire_after_it_was_asked_is_the_cas_doing() -> None:
    """Its word comes before Certkeeper's own deadline."""
    world = World()
    order = world.opened()
    world.check(order)
    world.answer(order)
    for held in world.ca.orders[order.url].authorizations:
        held.status = "expired"
    with pytest.raises(OrderExpired):
        world.authorizations(order)
    ended = end(world, order, "OrderExpired")
    assert ended.failure is not None
    assert ended.failure.code == "ca_too_slow"


def test_a_verified_order_in_automatic_steps_blames_nobody_for_not_issuing() -> None:
    """The machine asks by itself; a CA that was away until the deadline is what was in the way."""
    world = World()
    order = world.ready()
    world.clock.forward(timedelta(days=7))
    with pytest.raises(OrderExpired):
        world.finalize(order)
    ended = end(world, order, "OrderExpired")
    assert ended.failure is not None
    assert ended.failure.code == "ca_too_slow"
    assert "nobody" not in ended.failure.detail


def test_the_deadline_is_the_earliest_of_order_authorizations_and_certkeepers_own_bound() -> None:
    """One hour under some profiles, seven days under others: read, never assumed."""
    world = World()
    world.ca.authorization_lifetime = timedelta(hours=1)
    order = world.opened()
    assert order.deadline == world.clock() + timedelta(hours=1)


def test_a_finalized_order_past_its_deadline_is_still_fetched() -> None:
    """The certificate exists: only fetching it is left."""
    world = World()
    order = world.ready()
    world.ca.polls = 2
    world.finalize(order)
    world.clock.forward(timedelta(days=8))
    with pytest.raises(OrderProcessing):
        world.retrieve(order)
    world.retrieve(order)
    assert world.stored(order).status is OrderStatus.VALID


def test_a_cancelled_order_stops_at_the_next_task_and_is_closed() -> None:
    """The machine cleans up: only it knows what it has left in the world."""
    world = World()
    order = world.opened()
    world.cancel(order)
    with pytest.raises(OrderCancelled):
        world.check(order)
    ended = end(world, order, "OrderCancelled")
    assert ended.status is OrderStatus.CANCELLED
    assert_nothing_left(world, order)


def test_an_error_that_nobody_foresaw_still_closes_the_order_with_a_reason() -> None:
    """A task that ran out of time leaves no reason on the order; its class name gives one."""
    world = World()
    order = world.opened()
    ended = end(world, order, "Sandbox.Timedout")
    assert ended.failure is not None
    assert ended.failure.code == "internal"
    assert_nothing_left(world, order)


@pytest.mark.parametrize(
    ("error", "code", "advice"),
    [
        ("Lambda.TooManyRequestsException", "out_of_reach", "quota of concurrent executions"),
        ("Lambda.ClientExecutionTimeoutException", "out_of_reach", "the AWS status page"),
        ("Runtime.OutOfMemory", "internal", "memory or its time"),
        ("Runtime.ExitError", "internal", "memory or its time"),
        ("Sandbox.Timedout", "internal", "memory or its time"),
        ("States.Timeout", "internal", "memory or its time"),
        ("Runtime.ImportModuleError", "internal", "deploy the stack again"),
        ("Runtime.HandlerNotFound", "internal", "deploy the stack again"),
        ("UnexpectedError", "internal", "a role, a key or a parameter"),
        ("DynamoDb.DynamoDbException", "internal", "the table, the state machine or its role"),
        ("States.Permissions", "internal", "the table, the state machine or its role"),
        ("NobodyKnows", "internal", "the table, the state machine or its role"),
    ],
)
def test_what_was_tried_in_vain_is_named_with_what_to_do(error: str, code: str, advice: str) -> None:
    """AWS's name for it is there to search for, and where the details are."""
    world = World()
    ended = end(world, world.opened(), error)
    assert ended.failure is not None
    assert ended.failure.code == code
    for part in (f"({error})", advice, "the Step Functions execution"):
        assert part in ended.failure.detail


@pytest.mark.parametrize("error", ["", "x" * 81, "<b>", "two words", "{name}"])
def test_a_name_that_is_none_is_not_shown(error: str) -> None:
    """Whatever somebody has called an error, the reason is a sentence."""
    world = World()
    ended = end(world, world.opened(), error)
    assert ended.failure is not None
    assert "(an error without a name)" in ended.failure.detail


def test_the_first_reason_stays() -> None:
    """What follows is mostly its consequence."""
    world = World()
    world.ca.rejected[NAME] = ("rateLimited", "too many certificates")
    order, _ = world.place()
    with pytest.raises(OrderFailed):
        world.open(order)
    ended = end(world, order, "TransientError")
    assert ended.failure is not None
    assert ended.failure.acme_type.endswith("rateLimited")


def test_closing_is_idempotent_and_reports_it_under_one_id() -> None:
    """A repeat may publish again; consumers drop repeats by the event's id."""
    world = World()
    order = world.opened()
    end(world, order, "OrderCancelled")
    end(world, order, "OrderCancelled")
    assert {event.type for event in world.events.published} == {EventType.ORDER_FAILED}
    assert len({event.event_id for event in world.events.published}) == 1


def finalized(world: World) -> tuple[Order, HeldOrder]:
    """An order that the CA has issued for, and what the CA holds."""
    order = world.ready()
    world.finalize(order)
    (held,) = world.ca.orders.values()
    return order, held


def test_a_certificate_for_another_key_is_not_given_to_consumers() -> None:
    """A CA that mixes things up, or somebody in between, must not replace what works."""
    world = World()
    order, held = finalized(world)
    csr = x509.load_der_x509_csr(signing_request(new_key(KeyType.P_256), (NAME,)))
    held.chain_pem = world.ca.issuer.issue(csr, world.clock())
    with pytest.raises(OrderFailed):
        world.retrieve(order)
    failure = world.stored(order).failure
    assert failure is not None
    assert failure.code == "wrong_certificate"
    with pytest.raises(NotFoundError):
        world.vault.bundle(order.certificate_id)


def test_an_answer_that_was_cut_off_is_asked_for_again() -> None:
    """The certificate is there, and what the CA counts is spent: the next download may be whole."""
    world = World()
    order, held = finalized(world)
    whole = held.chain_pem
    for broken in (whole[: len(whole) // 2], whole[:-40], "<html>maintenance</html>"):
        held.chain_pem = broken
        with pytest.raises(TransientError):
            world.retrieve(order)
        assert world.stored(order).failure is None
    held.chain_pem = whole
    world.retrieve(order)
    assert world.vault.bundle(order.certificate_id).fullchain == whole


def test_a_certificate_that_was_issued_after_all_is_left_alone() -> None:
    """The machine gave up, and a late task had done the work. It is reported again, under the same id."""
    world = World()
    order = world.ready()
    world.finalize(order)
    world.retrieve(order)
    ended = end(world, order, "States.Timeout")
    assert (ended.status, ended.failure) == (OrderStatus.VALID, None)
    assert world.vault.bundle(order.certificate_id).certificate
    reported, again = world.events.published
    assert reported == again
    assert reported.type is EventType.CERTIFICATE_ISSUED


def test_a_certificate_that_was_stored_at_the_last_try_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bus was out of reach for as long as the machine tried."""
    world = World()
    order = world.ready()
    world.finalize(order)
    with monkeypatch.context() as patch:
        patch.setattr(world.events, "publish", out_of_reach)
        with pytest.raises(TransientError):
            world.retrieve(order)
    assert world.events.published == []
    assert end(world, order, "TransientError").status is OrderStatus.VALID
    assert [(event.type, event.event_id) for event in world.events.published] == [
        (EventType.CERTIFICATE_ISSUED, order.order_id)
    ]


def out_of_reach(_: object) -> None:
    """A bus that does not answer."""
    raise TransientError("throttled")


def test_a_task_that_comes_while_an_order_is_closed_issues_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end is noted before the key goes: else the certificate would be listed, and its key gone."""
    world = World()
    order = world.ready()
    world.finalize(order)
    discard = world.vault.discard

    def after_a_late_task(certificate_id: str, order_id: str) -> None:
        with pytest.raises(OrderFailed):
            world.retrieve(order)
        discard(certificate_id, order_id)

    monkeypatch.setattr(world.vault, "discard", after_a_late_task)
    assert end(world, order, "TransientError").status is OrderStatus.INVALID
    assert_nothing_left(world, order)


def test_presenting_late_shows_nothing_once_the_order_has_failed() -> None:
    """Its clean-up may be over."""
    world = World()
    order = world.opened()
    world.check(order)
    world.ca.forget_accounts()
    with pytest.raises(OrderFailed):
        world.answer(order)
    world.clean_up(order)
    world.present(order)
    assert not world.responder.presented


@pytest.mark.parametrize(
    "error",
    ["OrderExpired", "OrderCancelled", "OrderPending", "OrderProcessing", "RecordsPending", "TransientError", "Other"],
)
def test_a_reason_does_not_say_what_follows(error: str) -> None:
    """It is the reason of a renewal's failure too, which nobody has to place an order for."""
    world = World()
    ended = end(world, world.opened(), error)
    assert ended.failure is not None
    assert "new order" not in ended.failure.detail


def test_a_refused_name_is_a_reason_for_orders_and_renewals() -> None:
    """What the CA saw, and to correct it; not to place an order."""
    world = World()
    world.ca.failing[NAME] = ("unauthorized", "Invalid response: 404")
    order = world.opened()
    world.check(order)
    world.answer(order)
    with pytest.raises(OrderFailed):
        world.authorizations(order)
    failure = world.stored(order).failure
    assert failure is not None
    assert failure.detail.endswith("correct what the reasons name")
