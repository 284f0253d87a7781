"""Verify checks before the CA is asked, answers with what it saw, and may be pressed again after a while."""

from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.dns.findings import FindingCode
from certkeeper.domain.errors import OutOfOrderError, RefusedError, TooSoonError
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.order import Steps
from tests.unit.services.world import INTERVAL, NAME, World

MANUAL = Steps.MANUAL
OTHER = "api.example.test"


def test_a_challenge_in_place_is_ready_and_wakes_the_machine() -> None:
    """The redirect leads to Certkeeper's responder, so there is nothing to do by hand."""
    world = World()
    order = world.opened(world.request(steps=MANUAL))
    assert world.orders.wait(order.scope, order.order_id, "token-of-the-wait", wake_count=order.wake_count)
    verification = world.verify(order)
    assert verification.ready
    assert world.machine.woken == ["token-of-the-wait"]
    assert world.stored(order).verify_requested_at == world.clock()


def test_a_challenge_not_in_place_is_not_ready_and_the_ca_hears_nothing() -> None:
    """Each name says what was expected, what was seen, and where."""
    world = World()
    order = world.opened(world.request(NAME, OTHER, steps=MANUAL))
    asked = list(world.ca.requests)
    verification = world.verify(order)
    assert not verification.ready
    assert [(finding.name, finding.code) for finding in verification.findings] == [
        (NAME, FindingCode.READY),
        (OTHER, FindingCode.NOT_FOUND),
    ]
    assert verification.findings[1].where.startswith(f"http://{OTHER}/.well-known/acme-challenge/")
    assert world.ca.requests == asked
    assert not world.machine.woken
    assert world.stored(order).findings == verification.findings


def test_a_second_press_within_the_interval_is_too_soon_and_says_when() -> None:
    """Two clicks make one check."""
    world = World()
    order = world.opened(world.request(OTHER, steps=MANUAL))
    world.verify(order)
    world.clock.forward(timedelta(seconds=1))
    with pytest.raises(TooSoonError) as refused:
        world.verify(order)
    assert refused.value.next_at == world.clock() - timedelta(seconds=1) + INTERVAL
    assert world.lookout.checks == 1
    world.clock.forward(INTERVAL)
    assert not world.verify(order).ready


def test_the_same_idempotency_key_gives_what_the_first_check_found() -> None:
    """A client that lost the answer gets it, not a refusal."""
    world = World()
    order = world.opened(world.request(OTHER, steps=MANUAL))
    first = world.verify(order, key="k")
    again = world.verify(order, key="k")
    assert again.findings == first.findings
    assert again.next_verify_at == first.next_verify_at
    assert world.lookout.checks == 1


def test_the_same_idempotency_key_checks_where_the_first_call_died_before_it_checked() -> None:
    """Only its note was left: without this, the answer would be `ready` for want of findings."""
    world = World()
    order = world.opened(world.request(steps=MANUAL))
    world.orders.save(replace(order, checked_at=world.clock(), verify_key="k"))
    assert world.orders.wait(order.scope, order.order_id, "token-of-the-wait", wake_count=order.wake_count)
    verification = world.verify(order, key="k")
    assert [finding.code for finding in verification.findings] == [FindingCode.READY]
    assert world.machine.woken == ["token-of-the-wait"]


def test_the_same_idempotency_key_wakes_the_machine_again_until_it_has_answered_the_ca() -> None:
    """The first call may have died before it sent the token."""
    world = World()
    order = world.opened(world.request(steps=MANUAL))
    assert world.orders.wait(order.scope, order.order_id, "token-of-the-wait", wake_count=order.wake_count)
    world.verify(order, key="k")
    world.verify(order, key="k")
    assert world.machine.woken == ["token-of-the-wait", "token-of-the-wait"]
    world.check(order)
    world.answer(order)
    assert world.verify(order, key="k").ready
    assert len(world.machine.woken) == 2
    assert world.lookout.checks == 2


def test_a_challenge_may_be_named_only_at_verify_and_switched_until_the_ca_was_asked() -> None:
    """First dns-01, for which nothing is set, then http-01, which Certkeeper's responder answers."""
    world = World()
    order = world.opened(world.request(steps=MANUAL, challenge=None))
    with pytest.raises(RefusedError) as missing:
        world.verify(order)
    assert missing.value.violations[0].code == "challenge_missing"
    assert not world.verify(order, ChallengeType.DNS_01).ready
    world.clock.forward(INTERVAL)
    assert world.verify(order, ChallengeType.HTTP_01).ready
    world.check(order)
    world.answer(order)
    world.clock.forward(INTERVAL)
    with pytest.raises(OutOfOrderError) as reported:
        world.verify(order, ChallengeType.DNS_01)
    assert reported.value.allowed == ("cancel",)
    assert world.stored(order).challenge is ChallengeType.HTTP_01


def test_a_wildcard_cannot_be_verified_over_http() -> None:
    """The refusal says what it needs instead."""
    world = World()
    order = world.opened(world.request("*.example.test", steps=MANUAL, challenge=None))
    with pytest.raises(RefusedError) as refused:
        world.verify(order, ChallengeType.HTTP_01)
    assert "dns-01" in refused.value.violations[0].detail


def test_verify_before_the_order_is_at_the_ca_names_what_is_allowed() -> None:
    """There is nothing to search for yet."""
    world = World()
    order, _ = world.place()
    with pytest.raises(OutOfOrderError) as refused:
        world.verify(order)
    assert refused.value.allowed == ("cancel",)
