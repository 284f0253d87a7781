"""The reason of an order that passed its deadline depends on who had to act."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.dns.findings import Finding, FindingCode
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.deadlines import deadline_failure
from certkeeper.domain.orders.order import Order, OrderStatus, Steps
from tests.unit.domain.orders.test_actions import NOW, order

NOBODY_ISSUED = "nobody asked for the certificate before the deadline"


def found(code: FindingCode) -> Finding:
    """What a check has seen."""
    return Finding("shop.example.test", ChallengeType.HTTP_01, code, "http://shop.example.test/", "t", "", "", NOW)


AUTOMATIC = order(steps=Steps.AUTOMATIC)
CHECKED = replace(order(), checked_at=NOW)
MISSING = (found(FindingCode.NOT_FOUND),)
SEEN = (found(FindingCode.READY),)


@pytest.mark.parametrize("given_order", [AUTOMATIC, replace(AUTOMATIC, findings=MISSING), CHECKED])
def test_what_was_never_seen_was_not_in_place(given_order: Order) -> None:
    """The person, or the zone, was too late."""
    failure = deadline_failure(given_order)
    assert failure.code == "deadline_passed"
    assert failure.detail.startswith("the challenge was not in place at the deadline, when the CA drops the order")


def test_a_check_that_nobody_asked_for_is_said_to_be_missing() -> None:
    """The challenge may well be in place: nobody has checked."""
    failure = deadline_failure(order())
    assert failure.code == "deadline_passed"
    assert failure.detail.startswith("nobody asked to verify the challenge before the deadline")


@pytest.mark.parametrize(
    "given_order",
    [
        order(answered=True),
        replace(AUTOMATIC, findings=SEEN),
        replace(AUTOMATIC, authorizations=()),
        order(OrderStatus.READY, Steps.AUTOMATIC, answered=True),
        replace(order(OrderStatus.READY, answered=True), issuance_requested_at=NOW),
    ],
    ids=["answered", "seen", "nothing to show", "automatic", "asked to issue"],
)
def test_a_ca_that_did_not_finish_is_named(given_order: Order) -> None:
    """Nobody is sent to set up what stood there all the time."""
    failure = deadline_failure(given_order)
    assert failure.code == "ca_too_slow"
    assert failure.detail == (
        "every challenge was in place, but the CA did not finish before the deadline; check the CA's status page"
    )


def test_a_certificate_that_nobody_asked_for_is_said_to_be_missing() -> None:
    """The third step, which is a person's in manual steps."""
    failure = deadline_failure(order(OrderStatus.READY, answered=True))
    assert (failure.code, NOBODY_ISSUED in failure.detail) == ("deadline_passed", True)


@given(
    status=st.sampled_from(OrderStatus),
    answered=st.booleans(),
    opened=st.booleans(),
    findings=st.sampled_from([(), MISSING, SEEN, MISSING + SEEN]),
)
def test_nobody_is_missed_in_automatic_steps(
    status: OrderStatus, *, answered: bool, opened: bool, findings: tuple[Finding, ...]
) -> None:
    """There is nobody to ask."""
    running = replace(order(status, Steps.AUTOMATIC, answered=answered, opened=opened), findings=findings)
    assert "nobody" not in deadline_failure(running).detail
