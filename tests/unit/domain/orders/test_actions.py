"""The actions on an order: the list of allowed ones and the refusals come from the same checks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.errors import OutOfOrderError
from certkeeper.domain.orders.actions import Action, allowed_actions, require
from certkeeper.domain.orders.challenges import Challenge
from certkeeper.domain.orders.order import Authorization, Order, OrderStatus, Steps

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
AUTHORIZATION = Authorization(
    "shop.example.test", "https://ca/authz/1", "pending", (Challenge("http-01", "https://ca/chall/1", "t"),)
)


def order(
    status: OrderStatus = OrderStatus.PENDING,
    steps: Steps = Steps.MANUAL,
    *,
    answered: bool = False,
    finalized: bool = False,
    cancelled: bool = False,
    opened: bool = True,
    deadline: datetime = NOW + timedelta(days=7),
) -> Order:
    """An order somewhere on its way."""
    return Order(
        order_id="o",
        scope="shop",
        certificate_id="c",
        name="shop",
        names=("shop.example.test",),
        key_type=KeyType.P_256,
        steps=steps,
        status=status,
        created_at=NOW - timedelta(hours=1),
        created_by="arn:aws:iam::123456789012:user/ada",
        deadline=deadline,
        authorizations=(AUTHORIZATION,) if opened else (),
        answered_at=NOW if answered else None,
        finalized_at=NOW if finalized else None,
        cancel_requested_at=NOW if cancelled else None,
    )


@pytest.mark.parametrize(
    ("given_order", "expected"),
    [
        (order(), (Action.VERIFY, Action.CANCEL)),
        (order(opened=False), (Action.CANCEL,)),
        (order(answered=True), (Action.CANCEL,)),
        (order(deadline=NOW), (Action.CANCEL,)),
        (order(cancelled=True), ()),
        (order(steps=Steps.AUTOMATIC), (Action.VERIFY, Action.CANCEL)),
        (order(OrderStatus.READY, answered=True), (Action.ISSUE, Action.CANCEL)),
        (order(OrderStatus.READY, Steps.AUTOMATIC, answered=True), (Action.CANCEL,)),
        (order(OrderStatus.READY, answered=True, deadline=NOW), (Action.CANCEL,)),
        (order(OrderStatus.PROCESSING, answered=True, finalized=True), ()),
        (order(OrderStatus.VALID, answered=True, finalized=True), ()),
        (order(OrderStatus.INVALID), ()),
        (order(OrderStatus.EXPIRED), ()),
        (order(OrderStatus.CANCELLED, cancelled=True), ()),
    ],
)
def test_each_stage_of_an_order_allows_its_own_calls(given_order: Order, expected: tuple[Action, ...]) -> None:
    """Verify until the CA was asked, issue once it is ready and the steps are manual, cancel until it was finalized."""
    assert allowed_actions(given_order, NOW) == expected


@given(st.sampled_from(OrderStatus), st.sampled_from(Steps), st.booleans(), st.booleans(), st.sampled_from(Action))
def test_a_call_is_refused_exactly_where_it_is_not_allowed_and_the_refusal_names_what_is(
    status: OrderStatus,
    steps: Steps,
    answered: bool,  # noqa: FBT001
    cancelled: bool,  # noqa: FBT001
    action: Action,
) -> None:
    """Answer and refusal cannot drift apart."""
    stands = order(status, steps, answered=answered, cancelled=cancelled)
    allowed = allowed_actions(stands, NOW)
    if action in allowed:
        require(stands, action, NOW)
        return
    with pytest.raises(OutOfOrderError) as refused:
        require(stands, action, NOW)
    assert refused.value.allowed == allowed


@pytest.mark.parametrize(
    ("given_order", "action", "said"),
    [
        (order(opened=False), Action.VERIFY, "being opened at the CA, which takes a moment"),
        (order(), Action.ISSUE, "the names are not verified yet"),
        (order(answered=True), Action.VERIFY, "the CA is verifying the names"),
        (order(deadline=NOW), Action.VERIFY, "the deadline has passed"),
        (order(OrderStatus.READY, answered=True), Action.VERIFY, "verified the names"),
        (order(cancelled=True), Action.VERIFY, "the order is being cancelled"),
        (order(OrderStatus.PROCESSING, answered=True, finalized=True), Action.CANCEL, "the CA is issuing"),
        (order(OrderStatus.VALID, answered=True, finalized=True), Action.ISSUE, "the order has ended"),
    ],
)
def test_a_refusal_says_where_the_order_is(given_order: Order, action: Action, said: str) -> None:
    """Whoever came too early learns what is going on, and nobody is shown an end that has not come."""
    with pytest.raises(OutOfOrderError) as refused:
        require(given_order, action, NOW)
    assert said in str(refused.value)
